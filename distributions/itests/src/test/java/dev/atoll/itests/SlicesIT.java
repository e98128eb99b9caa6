package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A message of many slices on the default engine: other canisters go on meanwhile, and a node that
/// is killed or stopped in the middle of it brings it to its end, once.
final class SlicesIT {

  /// Calls to another canister before the node ends: each takes a round at least.
  private static final int CALLS = 2;

  private static final int ATTEMPTS_MAX = 20;

  @TempDir private Path directory;

  @Test
  void aLongMessageOutlivesTheNode() throws Exception {
    Path state = directory.resolve("state");
    Principal spinner;
    Principal neighbour;
    NodeClient.Call killed;
    try (Product node = Product.start(state);
        NodeClient client = new NodeClient(node.url())) {
      spinner = client.deploy(Canisters.spinner());
      neighbour = client.deploy(Canisters.counter());
      killed = beginAndLookAside(client, spinner, neighbour, 0);
      node.kill();
    }
    NodeClient.Call stopped;
    try (Product node = Product.start(state);
        NodeClient client = new NodeClient(node.url())) {
      assertThat(answer(client, killed)).isEqualTo(1);
      stopped = beginAndLookAside(client, spinner, neighbour, 1);
      assertThat(node.stop()).isZero();
    }
    try (Product node = Product.start(state);
        NodeClient client = new NodeClient(node.url())) {
      assertThat(answer(client, stopped)).isEqualTo(2);
      assertThat(number(client.query(spinner, "count"))).isEqualTo(2);
    }
  }

  /// Sends the long message and calls the other canister, until the former is in its middle.
  private static NodeClient.Call beginAndLookAside(
      NodeClient client, Principal spinner, Principal neighbour, long before)
      throws IOException, InterruptedException {
    NodeClient.Call call = client.call(spinner, "spin", Bytes.EMPTY);
    client.submit(call);
    for (int i = 0; i < CALLS; i++) {
      client.reply(neighbour, "inc", Bytes.EMPTY);
    }
    assertThat(number(client.query(spinner, "count"))).isEqualTo(before);
    return call;
  }

  private static long answer(NodeClient client, NodeClient.Call call)
      throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      switch (client.send(call)) {
        case NodeClient.Answer.Replied(Bytes reply) -> {
          return number(reply);
        }
        case NodeClient.Answer.Accepted() -> {} // it takes longer than the node waits
        case NodeClient.Answer other -> throw new IllegalStateException("spin gave " + other);
      }
    }
    throw new IllegalStateException("spin is not answered");
  }

  private static long number(Bytes reply) {
    return ByteBuffer.wrap(reply.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
