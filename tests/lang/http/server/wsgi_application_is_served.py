# oracle: 3.11
import socket, threading
from wsgiref.simple_server import WSGIRequestHandler, make_server
class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        print(format % args)
def application(environ, start_response):
    print(environ["PATH_INFO"], environ["QUERY_STRING"], environ["HTTP_X_A"])  # expect: /a b x=1 1,2
    # expect: "GET /a%20b?x=1 HTTP/1.1" 200 5
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with socket.create_connection(server.server_address) as client:
        client.sendall(b"GET /a%20b?x=1 HTTP/1.1\r\nX-A: 1\r\nX-A: 2\r\n\r\n")
        answer = client.makefile("rb").read()
    thread.join()
print(answer.partition(b"\r\n")[0], answer.endswith(b"\r\n\r\nhello"))  # expect: b'HTTP/1.0 200 OK' True
