package dev.atoll.spi.tck.network;

import static dev.atoll.spi.tck.network.NetworkLab.VOTES;
import static dev.atoll.spi.tck.network.NetworkLab.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimulatedNetworkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static NetworkLab lab(SimulatedNetwork network) {
    return new NetworkLab(network.factory(), network::advance, PATIENCE);
  }

  @Test
  void theSameSeedLosesTheSameMessages() throws Exception {
    assertThat(arrivals(7)).isEqualTo(arrivals(7)).hasSizeBetween(300, 700);
    assertThat(arrivals(8)).isNotEqualTo(arrivals(7));
  }

  private static List<Bytes> arrivals(long seed) throws IOException {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    try (NetworkLab lab = lab(network)) {
      List<NetworkLab.Node> pair = lab.pair();
      network.set(network.conditions().withLoss(0.5));
      for (int i = 0; i < 1_000; i++) {
        lab.sendPatiently(pair.get(0), pair.get(1), VOTES, message(i, 10));
      }
      network.advance(Duration.ofSeconds(1));
      return pair.get(1).received(pair.get(0), VOTES);
    }
  }

  @Test
  void latencyIsKept() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1);
    try (NetworkLab lab = lab(network)) {
      List<NetworkLab.Node> pair = lab.pair();
      network.set(network.conditions().withLatency(Duration.ofMillis(100), Duration.ofMillis(200)));
      pair.get(0).send(pair.get(1), VOTES, message(1, 10));

      network.advance(Duration.ofMillis(99));
      assertThat(pair.get(1).received(pair.get(0), VOTES)).isEmpty();
      network.advance(Duration.ofMillis(102));
      assertThat(pair.get(1).received(pair.get(0), VOTES)).hasSize(1);
    }
  }

  @Test
  void aSlowNetworkTakesItsTime() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1);
    try (NetworkLab lab = lab(network)) {
      List<NetworkLab.Node> pair = lab.pair();
      network.set(network.conditions().withBytesPerSecond(10_000));
      pair.get(0).send(pair.get(1), VOTES, message(1, 20_000));

      network.advance(Duration.ofMillis(1_900));
      assertThat(pair.get(1).received(pair.get(0), VOTES)).isEmpty();
      network.advance(Duration.ofMillis(200));
      assertThat(pair.get(1).received(pair.get(0), VOTES)).hasSize(1);
    }
  }

  @Test
  void aPartitionEndsConnectionsAndItsEndBringsThemBack() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1);
    try (NetworkLab lab = lab(network)) {
      List<NetworkLab.Node> nodes = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        NetworkLab.Node next = lab.node(i);
        nodes.forEach(other -> lab.connect(next, other));
        nodes.add(next);
      }
      network.set(network.conditions().withIslands(List.of(Set.of(nodes.get(0).identity.node()))));

      network.advance(Duration.ofSeconds(2));
      assertThat(nodes.get(0).listener.connected()).isEmpty();
      assertThat(nodes.get(1).isConnectedTo(nodes.get(2))).isTrue();

      network.set(network.conditions().withIslands(List.of()));
      network.advance(Duration.ofSeconds(1));
      assertThat(nodes.get(0).listener.connected()).hasSize(2);
      assertThat(nodes.get(0).listener.disconnections()).isEqualTo(2);
    }
  }

  @Test
  void timePassesOnlyWhenATestSaysSo() {
    SimulatedNetwork network = new SimulatedNetwork(1);
    long before = network.time().nowNanos();

    network.advance(Duration.ofMinutes(5));

    assertThat(network.time().nowNanos() - before).isEqualTo(Duration.ofMinutes(5).toNanos());
  }
}
