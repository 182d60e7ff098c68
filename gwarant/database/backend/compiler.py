"""Django's compiler of queries without what it works out in vain: its statements are Django's, letter for letter."""

from typing import Any

from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.models.expressions import Col

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(compiler.SQLCompiler):
    def compile(self, node: Any) -> Any:
        """Most of what is compiled are columns of tables under their own names: quoted once, and kept with them."""
        if node.__class__ is not Col or node.alias not in self.query.table_map:
            return super().compile(node)
        told = vars(node)
        if "quoted" not in told:
            told["quoted"] = super().compile(node)[0]
        return told["quoted"], []

    def get_default_columns(
        self, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        """A model without parents has its columns in one table, whose fields know them."""
        opts = opts or self.query.get_meta()
        if select_mask or opts is None or opts.parents:
            return super().get_default_columns(select_mask, start_alias, opts, from_parent)
        alias = start_alias or self.query.get_initial_alias()
        return [field.get_col(alias) for field in opts.concrete_fields]

    def _order_by_pairs(self) -> Any:
        """Django hashes every column that is asked for to find what to order by; only aliases tell it."""
        select = self.select
        if not select or self.query.combinator or any(alias for *_, alias in select):
            return super()._order_by_pairs()
        self.select = None
        try:
            pairs: Any = super()._order_by_pairs()
            return tuple(pairs)
        finally:
            self.select = select
