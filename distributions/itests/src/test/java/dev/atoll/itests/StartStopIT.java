package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting and stopping a node, as its operator sees it.
final class StartStopIT {

  private static final int PORT_IN_USE = 4;

  private static final int STATE_IN_USE = 5;

  @TempDir private Path directory;

  @Test
  void theStateIsThereAfterAStopAndAStart() throws Exception {
    Path state = directory.resolve("state");
    Principal counter;
    try (Product first = Product.start(state);
        NodeClient client = new NodeClient(first.url())) {
      counter = client.deploy(Canisters.counter());
      client.reply(counter, "inc", Bytes.EMPTY);
      client.reply(counter, "inc", Bytes.EMPTY);

      assertThat(first.stop()).isZero();
    }

    try (Product second = Product.start(state);
        NodeClient client = new NodeClient(second.url())) {
      assertThat(client.query(counter, "get")).isEqualTo(count(2));
      assertThat(client.reply(counter, "inc", Bytes.EMPTY)).isEqualTo(count(3));
      assertThat(second.stop()).isZero();
    }
  }

  @Test
  void aFreshStartForgetsTheState() throws Exception {
    Path state = directory.resolve("state");
    Principal counter;
    try (Product first = Product.start(state);
        NodeClient client = new NodeClient(first.url())) {
      counter = client.deploy(Canisters.counter());
      first.stop();
    }

    try (Product second = Product.start(state, "--fresh");
        NodeClient client = new NodeClient(second.url())) {
      NodeClient.Answer answer = client.send(client.call(counter, "inc", Bytes.EMPTY));

      assertThat(answer)
          .isInstanceOfSatisfying(
              NodeClient.Answer.Rejected.class,
              rejected -> assertThat(rejected.errorCode()).isEqualTo("IC0301"));
    }
  }

  @Test
  void aPortInUseIsSaidWithItsHolder() throws Exception {
    try (Product first = Product.start(directory.resolve("one"))) {
      Product.Refusal refusal = Product.startInVain(directory.resolve("two"), first.port());

      assertThat(refusal.exitCode()).isEqualTo(PORT_IN_USE);
      assertThat(refusal.errors())
          .contains("port %d of listener http is in use".formatted(first.port()))
          .contains("process " + first.pid())
          .contains("--port");
    }
  }

  @Test
  void aStateDirectoryInUseIsSaidWithItsHolder() throws Exception {
    Path state = directory.resolve("state");
    try (Product first = Product.start(state)) {
      Product.Refusal refusal = Product.startInVain(state, 0);

      assertThat(refusal.exitCode()).isEqualTo(STATE_IN_USE);
      assertThat(refusal.errors())
          .contains("is in use by the node with process id " + first.pid())
          .contains("--state-dir");
    }
  }

  private static Bytes count(int value) {
    return Bytes.wrap(
        new byte[] {'D', 'I', 'D', 'L', 0, 1, 0x78, (byte) value, 0, 0, 0, 0, 0, 0, 0});
  }
}
