"""The floor: one raw request per object over the socket, and parsing the JSON. Judges nothing."""

import http.client
import json
import os
import socket
import sys


class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))


connection = Connection("localhost")


def get(path):
    connection.request("GET", path)
    return json.loads(connection.getresponse().read())


names = sys.argv[1:] or [item["Id"] for item in get("/v1.41/containers/json?all=true")]
for name in names:
    get(f"/v1.41/containers/{name}/json")
print(len(names))
