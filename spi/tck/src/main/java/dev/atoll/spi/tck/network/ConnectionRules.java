package dev.atoll.spi.tck.network;

import static dev.atoll.spi.tck.network.NetworkLab.BLOCKS;
import static dev.atoll.spi.tck.network.NetworkLab.VOTES;
import static dev.atoll.spi.tck.network.NetworkLab.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.crypto.NodeKey;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is connected to whom, and for how long.
interface ConnectionRules {

  NetworkLab lab();

  @Test
  default void peersThatNameEachOtherAreConnectedOnce() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();

    lab().glance();

    for (NetworkLab.Node node : pair) {
      assertThat(node.listener.calls()).as("connections").isEqualTo(1);
      assertThat(node.transport.peers()).hasSize(1);
      assertThat(node.transport.peers().getFirst().connected()).isTrue();
    }
  }

  @Test
  default void aPeerThatIsNotNamedIsNotLetIn() throws Exception {
    NetworkLab.Node one = lab().node(1);
    NetworkLab.Node stranger = lab().node(2);

    stranger.transport.connect(one.address);
    lab().glance();

    assertThat(one.listener.calls()).isZero();
    assertThat(stranger.listener.calls()).isZero();
    assertThat(stranger.send(one, VOTES, Bytes.EMPTY)).isFalse();
    assertThat(stranger.transport.peers().getFirst().connected()).isFalse();
  }

  @Test
  default void whoDoesNotHaveTheKeyIsNotLetIn() throws Exception {
    NetworkLab.Node one = lab().node(1);
    NetworkLab.Node impostor = lab().node(new StolenName(2, 3), 0);

    one.transport.connect(impostor.address);
    impostor.transport.connect(one.address);
    lab().glance();

    assertThat(one.listener.calls()).isZero();
    assertThat(one.send(impostor, VOTES, Bytes.EMPTY)).isFalse();
  }

  /// The public key of one node and the private key of another.
  record StolenName(int name, int key) implements NodeKey {

    @Override
    public Bytes derPublicKey() {
      return SimulatedNodeKey.of(name).derPublicKey();
    }

    @Override
    public Bytes sign(Bytes message) {
      return SimulatedNodeKey.of(key).sign(message);
    }
  }

  @Test
  default void manyNodesTalkToEachOther() throws Exception {
    List<NetworkLab.Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      NetworkLab.Node next = lab().node(i);
      for (NetworkLab.Node other : nodes) {
        lab().connect(next, other);
      }
      nodes.add(next);
    }

    for (NetworkLab.Node from : nodes) {
      for (NetworkLab.Node to : nodes) {
        if (from != to) {
          lab().sendPatiently(from, to, VOTES, from.identity.derPublicKey());
        }
      }
    }

    for (NetworkLab.Node from : nodes) {
      for (NetworkLab.Node to : nodes) {
        if (from != to) {
          lab().await("a message", () -> to.received(from, VOTES).size() == 1);
          assertThat(to.received(from, VOTES)).containsExactly(from.identity.derPublicKey());
        }
      }
    }
  }

  @Test
  default void aPeerThatGoesIsMissedAndComesBack() throws Exception {
    NetworkLab.Node one = lab().node(1);
    NetworkLab.Node other = lab().node(2);
    lab().connect(one, other);

    other.transport.close();
    lab().await("the loss to be noticed", () -> !one.isConnectedTo(other));
    assertThat(one.send(other, VOTES, Bytes.EMPTY)).isFalse();

    NetworkLab.Node again = lab().node(SimulatedNodeKey.of(2), other.address.port());
    lab().connect(one, again);
    lab().sendPatiently(one, again, VOTES, message(1, 10));
    lab().await("a message", () -> again.received(one, VOTES).size() == 1);
  }

  @Test
  default void aPeerMovesToAnotherAddress() throws Exception {
    NetworkLab.Node one = lab().node(1);
    NetworkLab.Node other = lab().node(2);
    lab().connect(one, other);
    other.transport.close();
    lab().await("the loss to be noticed", () -> !one.isConnectedTo(other));

    NetworkLab.Node elsewhere = lab().node(2);
    lab().connect(one, elsewhere);

    assertThat(one.transport.peers()).hasSize(1);
  }

  @Test
  default void aPeerThatIsNotWantedAnyMoreStaysAway() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();

    pair.get(0).transport.disconnect(pair.get(1).identity.node());
    lab()
        .await(
            "both to be told",
            () ->
                !pair.get(0).isConnectedTo(pair.get(1)) && !pair.get(1).isConnectedTo(pair.get(0)));
    lab().glance();

    assertThat(pair.get(0).isConnectedTo(pair.get(1))).isFalse();
    assertThat(pair.get(1).isConnectedTo(pair.get(0))).isFalse();
    assertThat(pair.get(0).transport.peers()).isEmpty();
  }

  @Test
  default void afterItsEndATransportIsSilent() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    for (int i = 0; i < 100; i++) {
      pair.get(1).send(pair.get(0), BLOCKS, message(i, 10_000));
    }

    pair.get(0).transport.close();
    int calls = pair.get(0).listener.calls();
    pair.get(0).transport.close();
    lab().glance();

    assertThat(pair.get(0).listener.calls()).isEqualTo(calls);
    assertThat(pair.get(0).send(pair.get(1), VOTES, Bytes.EMPTY)).isFalse();
  }

  @Test
  default void anAddressInUseIsSaid() throws Exception {
    NetworkLab.Node one = lab().node(1);

    assertThatThrownBy(() -> lab().node(SimulatedNodeKey.of(2), one.address.port()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> one.transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
        .isInstanceOf(IOException.class);
  }
}
