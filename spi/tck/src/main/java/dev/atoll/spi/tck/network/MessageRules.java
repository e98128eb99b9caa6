package dev.atoll.spi.tck.network;

import static dev.atoll.spi.tck.network.NetworkLab.BLOCKS;
import static dev.atoll.spi.tck.network.NetworkLab.STATE;
import static dev.atoll.spi.tck.network.NetworkLab.VOTES;
import static dev.atoll.spi.tck.network.NetworkLab.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.network.Channel;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages, channels, back pressure.
interface MessageRules {

  NetworkLab lab();

  @Test
  default void messagesArriveUnchangedWhateverTheirSize() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    List<Bytes> sent = new ArrayList<>();
    for (int size : new int[] {0, 1, 2, 1000, 16_384, 65_537, BLOCKS.messageBytesMax()}) {
      sent.add(message(size, size));
      lab().sendPatiently(pair.get(0), pair.get(1), BLOCKS, sent.getLast());
    }

    lab().await("messages", () -> received(pair, BLOCKS).size() == sent.size());

    assertThat(received(pair, BLOCKS)).isEqualTo(sent);
  }

  @Test
  default void messagesOfAChannelArriveInOrderAndOnce() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    List<Bytes> sent = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Channel channel = i % 3 == 0 ? VOTES : BLOCKS;
      if (channel.equals(BLOCKS)) {
        sent.add(message(i, 4 + i % 1000));
      }
      lab().sendPatiently(pair.get(0), pair.get(1), channel, message(i, 4 + i % 1000));
    }

    lab().await("messages", () -> received(pair, BLOCKS).size() >= sent.size());
    lab().glance();

    assertThat(received(pair, BLOCKS)).isEqualTo(sent);
    assertThat(received(pair, VOTES)).hasSize(1_000);
  }

  @Test
  default void bothSidesSend() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();

    lab().sendPatiently(pair.get(1), pair.get(0), VOTES, message(1, 10));
    lab().sendPatiently(pair.get(0), pair.get(1), VOTES, message(2, 10));

    lab()
        .await(
            "both messages",
            () ->
                received(pair.reversed(), VOTES).size() == 1 && received(pair, VOTES).size() == 1);
  }

  @Test
  default void aMessageThatIsTooLargeIsRefusedWhereItIsSent() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();

    assertThatThrownBy(
            () -> pair.get(0).send(pair.get(1), VOTES, message(0, VOTES.messageBytesMax() + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("votes");
    assertThatThrownBy(
            () ->
                pair.get(0)
                    .send(
                        pair.get(1),
                        new Channel(77, "unheard-of", Channel.Priority.HIGH, 1, 1),
                        Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void whoDoesNotTakeMessagesFillsTheQueuesOfThatChannelAlone() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    pair.get(1).listener.refuse(STATE);
    Bytes piece = message(7, STATE.messageBytesMax());

    int sent = 0;
    while (pair.get(0).send(pair.get(1), STATE, piece) || passes(pair, piece)) {
      sent++;
      assertThat((long) sent * piece.size())
          .as("bytes queued for a peer that takes none")
          .isLessThan(4L * STATE.queueBytesMax());
    }
    lab().sendPatiently(pair.get(0), pair.get(1), VOTES, message(1, 100));
    lab().await("a message of another channel", () -> received(pair, VOTES).size() == 1);
    assertThat(received(pair, STATE)).isEmpty();

    pair.get(1).listener.take(STATE);
    pair.get(1).transport.resume(pair.get(0).identity.node(), STATE);
    int all = sent;
    lab().await("what was held", () -> received(pair, STATE).size() == all);
    lab().await("word of room", () -> pair.get(0).listener.isWritable(STATE));
    assertThat(received(pair, STATE)).allMatch(piece::equals);
  }

  /// Whether there is room after a while.
  private boolean passes(List<NetworkLab.Node> pair, Bytes piece) {
    lab().glance();
    return pair.get(0).send(pair.get(1), STATE, piece);
  }

  @Test
  default void whatIsUrgentOvertakesWhatIsNot() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    pair.get(1).listener.refuse(STATE);
    int backlog = 0;
    while (pair.get(0).send(pair.get(1), STATE, message(backlog, STATE.messageBytesMax()))) {
      backlog++;
    }
    pair.get(1).listener.take(STATE);

    assertThat(pair.get(0).send(pair.get(1), VOTES, message(1, 100))).isTrue();
    pair.get(1).transport.resume(pair.get(0).identity.node(), STATE);
    int all = backlog;
    lab().await("all", () -> pair.get(1).listener.order().size() == all + 1);

    assertThat(pair.get(1).listener.order().indexOf(VOTES))
        .as("the place of the urgent message among %d", all)
        .isLessThan(all);
  }

  @Test
  default void aListenerThatThrowsHarmsNobody() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    pair.get(1).listener.throwAlways();

    for (int i = 0; i < 3; i++) {
      lab().sendPatiently(pair.get(0), pair.get(1), VOTES, message(i, 10));
    }

    lab().await("messages", () -> received(pair, VOTES).size() == 3);
    assertThat(pair.get(0).isConnectedTo(pair.get(1))).isTrue();
  }

  private static List<Bytes> received(List<NetworkLab.Node> pair, Channel channel) {
    return pair.get(1).received(pair.get(0), channel);
  }
}
