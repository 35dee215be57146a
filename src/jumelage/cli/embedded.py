"""The WSGI application of ``jumelage serve``: the product, and beside it a worker in a thread.

The thread ends with the process: when the server has stopped, it ends the task it is at, and the process waits for it.
"""

import threading

from jumelage.cli.worker import tell
from jumelage.config.wsgi import application
from jumelage.core.worker import Worker

__all__ = ["application"]

threading.Thread(target=Worker(told=tell).run, name="worker").start()
