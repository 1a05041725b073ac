"""Runs a command and prints what it cost: user + system CPU seconds and peak resident kilobytes."""
import os
import resource
import sys

# Spawned, not forked: what the interpreter pays for a copy of itself would count as the command's.
null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)
_, status, used = os.wait4(pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
