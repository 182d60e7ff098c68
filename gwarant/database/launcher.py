"""Run one command as somebody who is not root: `launcher.py WAY USER COMMAND ...`; the standard library is enough.

It is run as a file of its own, so that nothing between fork and exec happens in a program with threads.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable

PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER = 0x10000000


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def as_user(user: pwd.struct_passwd) -> None:
    """Become another user for good, without any capability."""
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)


def as_reader(user: pwd.struct_passwd) -> None:
    """Become another user who may still walk through directories that are closed to him.

    Without the secure bit, access(2), by which PostgreSQL looks for its own programs, leaves the capability out.
    """
    libc = _libc()
    _checked(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
    _checked(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    as_user(user)
    bit = 1 << CAP_DAC_READ_SEARCH
    sets = (_Data * 2)(_Data(bit, bit, bit), _Data(0, 0, 0))
    _checked(libc.capset(ctypes.byref(_Header(CAPABILITY_VERSION_3, 0)), ctypes.byref(sets)))
    _checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0))
    _checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def in_namespace(user: pwd.struct_passwd) -> None:
    """Stay the owner of root's files, but under another number and without root's powers."""
    uid, gid = os.geteuid(), os.getegid()
    _checked(_libc().unshare(CLONE_NEWUSER))
    for name, text in (
        ("setgroups", "deny"),
        ("gid_map", f"{user.pw_gid} {gid} 1"),
        ("uid_map", f"{user.pw_uid} {uid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


WAYS: dict[str, Callable[[pwd.struct_passwd], None]] = {
    "user": as_user,
    "reader": as_reader,
    "namespace": in_namespace,
}


def main(arguments: list[str]) -> None:
    """Take on the way and turn into the command."""
    way, name, *command = arguments
    try:
        WAYS[way](pwd.getpwnam(name))
        os.execv(command[0], command)
    except (OSError, KeyError) as problem:
        sys.exit(f"{way}: {problem}")


if __name__ == "__main__":
    main(sys.argv[1:])
