"""Signing in to mailboxes: tokens from Microsoft, Google or another provider, and how mail servers are shown them."""

from gwarant.oauth.ask import ask as ask
from gwarant.oauth.assertion import certificate_ends as certificate_ends
from gwarant.oauth.ending import ends_at as ends_at
from gwarant.oauth.ending import warns_at as warns_at
from gwarant.oauth.graph import send_by_graph as send_by_graph
from gwarant.oauth.kept import Tokens as Tokens
from gwarant.oauth.mail import enter_imap as enter_imap
from gwarant.oauth.mail import enter_smtp as enter_smtp
from gwarant.oauth.mail import xoauth2 as xoauth2
from gwarant.oauth.model import Credential as Credential
from gwarant.oauth.model import GoogleService as GoogleService
from gwarant.oauth.model import MicrosoftApp as MicrosoftApp
from gwarant.oauth.model import Password as Password
from gwarant.oauth.model import Refresh as Refresh
from gwarant.oauth.model import SignInFailed as SignInFailed
from gwarant.oauth.model import Token as Token
from gwarant.oauth.service_account import service_account as service_account
from gwarant.oauth.stored import packed as packed
from gwarant.oauth.stored import unpacked as unpacked
from gwarant.oauth.words import sentence as sentence
