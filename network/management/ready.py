"""`python -m network.management.ready PORT` ends with 0 when the web process here can serve. Knows no Django."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_ready(port: int) -> bool:
    """Asks /readyz under the site's own name, because a process answers to no other."""
    origin = os.environ.get("GLOD_ORIGINS", "").split(",")[0] or f"http://127.0.0.1:{port}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(origin).netloc})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(sys.argv[1])) else 1)
