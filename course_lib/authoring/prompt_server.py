"""A Jupyter server whose kernel connections do not wait.

TCP keeps a small message back until the one before it has been acknowledged (Nagle's algorithm),
up to 40 ms. A slider that asks a kernel and a picture that answers are all small messages. This
connection class switches the waiting off; `make lab` names it on the server's command line:

    jupyter lab --ServerApp.kernel_websocket_connection_class=\\
        course_lib.authoring.prompt_server.PromptConnection
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The server's own connection, with TCP_NODELAY set before the first message."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
