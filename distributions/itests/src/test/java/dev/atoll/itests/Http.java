package dev.atoll.itests;

import dev.atoll.types.Bytes;
import java.io.IOException;

/// How a client reaches a node.
interface Http extends AutoCloseable {

  /// @param body as it came
  record Response(int status, Bytes body) {}

  Response post(String path, Bytes body) throws IOException, InterruptedException;

  @Override
  void close();
}
