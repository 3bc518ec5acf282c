"""One request to the connector's socket: METHOD PATH [BODY]; prints status and body."""
import http.client
import os
import socket
import sys

connection = http.client.HTTPConnection("localhost", timeout=60)
connection.sock = socket.socket(socket.AF_UNIX)
connection.sock.connect(os.environ["ARENA_CONNECT"])
connection.request(*sys.argv[1:4])
answer = connection.getresponse()
print(answer.status, answer.read().decode())
