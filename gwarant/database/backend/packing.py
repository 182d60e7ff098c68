"""Columns of many values as PostgreSQL reads arrays, without an object for each value."""

from collections.abc import Iterable
from struct import pack
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

INT4, INT8, BOOL, TEXT = 23, 20, 16, 25  # the numbers of types


class Column(bytes):
    """An array of one dimension, packed."""


class Int4s(Column):
    pass


class Int8s(Column):
    pass


class Bools(Column):
    pass


class Texts(Column):
    pass


def int4s(values: NDArray[Any]) -> Int4s:
    """Whole numbers of 32 bits."""
    return Int4s(_fixed(values, INT4, ">i4"))


def int8s(values: NDArray[Any]) -> Int8s:
    """Whole numbers of 64 bits."""
    return Int8s(_fixed(values, INT8, ">i8"))


def bools(values: NDArray[Any]) -> Bools:
    return Bools(_fixed(values, BOOL, "?"))


def texts(known: Iterable[str], which: NDArray[Any]) -> Texts:
    """Of each row the text with that number among the known ones."""
    packed = [pack(">i", len(one)) + one for one in (text.encode() for text in known)]
    return Texts(_head(TEXT, len(which)) + b"".join([packed[number] for number in which.tolist()]))


def _fixed(values: NDArray[Any], kind: int, form: str) -> bytes:
    told = np.empty(len(values), np.dtype([("size", ">i4"), ("value", form)]))
    told["size"], told["value"] = told.dtype["value"].itemsize, values
    return _head(kind, len(values)) + told.tobytes()


def _head(kind: int, count: int) -> bytes:
    return pack(">iiIii", 1, 0, kind, count, 1)


class _Packed(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


class _Int4s(_Packed):
    oid = 1007


class _Int8s(_Packed):
    oid = 1016


class _Bools(_Packed):
    oid = 1000


class _Texts(_Packed):
    oid = 1009


DUMPERS = {Int4s: _Int4s, Int8s: _Int8s, Bools: _Bools, Texts: _Texts}
