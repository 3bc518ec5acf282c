"""One request to the connector's socket, or to its port with or without the token: METHOD PATH [BODY]; prints status and
body."""
import http.client
import os
import socket
import sys

place = os.environ["ARENA_CONNECT"]
connection = http.client.HTTPConnection("localhost" if place.startswith("/") else place, timeout=60)
if place.startswith("/"):
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(place)
token = os.environ.get("WITH_TOKEN")
method, path, body = (*sys.argv[1:4], None)[:3]
connection.request(method, path, body, {"Authorization": "Bearer " + token} if token else {})
answer = connection.getresponse()
print(answer.status, answer.read().decode())
