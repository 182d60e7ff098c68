"""What is done with accounts; each is one transaction."""

from gwarant.accounts.actions.coming import change_role as change_role
from gwarant.accounts.actions.coming import come_back as come_back
from gwarant.accounts.actions.coming import create_user as create_user
from gwarant.accounts.actions.coming import end_sessions as end_sessions
from gwarant.accounts.actions.coming import leave as leave
from gwarant.accounts.actions.coming import present as present
from gwarant.accounts.actions.coming import verify_address as verify_address
from gwarant.accounts.actions.guessing import begin_guess as begin_guess
from gwarant.accounts.actions.guessing import clear_attempts as clear_attempts
from gwarant.accounts.actions.guessing import forgive as forgive
from gwarant.accounts.actions.guessing import guessed as guessed
from gwarant.accounts.actions.keeping import claim_kept as claim_kept
from gwarant.accounts.actions.keeping import clear_kept as clear_kept
from gwarant.accounts.actions.keeping import forget_kept as forget_kept
from gwarant.accounts.actions.keeping import keep as keep
from gwarant.accounts.actions.keeping import kept_by as kept_by
from gwarant.accounts.actions.keeping import kept_by_somebody as kept_by_somebody
from gwarant.accounts.actions.rescuing import has_second_step as has_second_step
from gwarant.accounts.actions.rescuing import is_independent as is_independent
from gwarant.accounts.actions.rescuing import open_rescues as open_rescues
from gwarant.accounts.actions.rescuing import require_second_step as require_second_step
from gwarant.accounts.actions.rescuing import rescue as rescue
from gwarant.accounts.actions.rescuing import rescue_at_console as rescue_at_console
from gwarant.accounts.actions.rescuing import withdraw_rescue as withdraw_rescue
