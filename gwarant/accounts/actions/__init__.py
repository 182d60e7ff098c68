"""What is done with accounts; each is one transaction."""

from gwarant.accounts.actions.coming import change_role as change_role
from gwarant.accounts.actions.coming import come_back as come_back
from gwarant.accounts.actions.coming import create_user as create_user
from gwarant.accounts.actions.coming import end_sessions as end_sessions
from gwarant.accounts.actions.coming import leave as leave
from gwarant.accounts.actions.coming import verify_address as verify_address
