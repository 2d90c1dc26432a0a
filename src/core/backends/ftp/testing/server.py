"""A real FTP server for tests: pyftpdlib, on a free port of loopback, which is printed. Arguments as JSON."""
import json
import logging
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

options = json.loads(sys.argv[1])
logging.basicConfig(level=logging.ERROR)

base = TLS_FTPHandler if options.get("certificate") else FTPHandler


class Handler(base):
    pass


authorizer = DummyAuthorizer()
authorizer.add_user(options["user"], options["password"], options["files"], perm="elradfmwMT")
Handler.authorizer = authorizer
Handler.timeout = 120
Handler.use_sendfile = False
if options.get("certificate"):
    Handler.certfile = options["certificate"]
    Handler.tls_control_required = True
    Handler.tls_data_required = True
if options.get("withoutRestart"):
    # like servers that can append to a file but are configured to refuse it
    Handler.ftp_REST = lambda self, line: self.respond("451 Restart is not permitted here.")
if options.get("withoutMachineLists"):
    # like servers older than RFC 3659
    Handler.proto_cmds = {k: v for k, v in base.proto_cmds.items() if k not in ("MLSD", "MLST", "MFMT")}
    Handler._current_facts = []

server = FTPServer(("127.0.0.1", 0), Handler)
server.max_cons = options.get("mostConnections", 512)
print(server.address[1], flush=True)
server.serve_forever()
