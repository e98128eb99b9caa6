package dev.atoll.spi.tck.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.spi.network.BulkInput;
import dev.atoll.spi.network.Channel;
import dev.atoll.spi.network.ChannelListener;
import dev.atoll.spi.network.PeerAddress;
import dev.atoll.spi.network.Transport;
import dev.atoll.spi.network.TransportContext;
import dev.atoll.spi.network.TransportFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class TransportContractTest {

  abstract static class Broken extends TransportContract {

    private final SimulatedNetwork network = new SimulatedNetwork(1);

    /// A transport that gets one thing wrong, around a sound one of `context` or another.
    protected abstract Transport spoil(TransportFactory sound, TransportContext context);

    @Override
    protected TransportFactory factory() {
      return new TransportFactory() {
        @Override
        public String name() {
          return "broken";
        }

        @Override
        public Transport create(TransportContext context) {
          return spoil(network.factory(), context);
        }
      };
    }

    @Override
    protected void passTime(Duration time) {
      network.advance(time);
      LockSupport.parkNanos(1);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  private static TransportContext with(TransportContext context, ChannelListener listener) {
    return new TransportContext(context.self(), context.key(), context.channels(), listener);
  }

  @Test
  void aMessageThatIsCutIsCaught() {
    assertCaught(CutsMessages.class, "messagesArriveUnchangedWhateverTheirSize");
  }

  static final class CutsMessages extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          return super.send(
              to, channel, Bytes.copyOf(message.toByteArray(), 0, message.size() / 2));
        }
      };
    }
  }

  @Test
  void messagesThatSwapPlacesAreCaught() {
    assertCaught(SwapsPlaces.class, "messagesOfAChannelArriveInOrderAndOnce");
  }

  static final class SwapsPlaces extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        private final List<Bytes> held = new ArrayList<>();

        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          if (channel.equals(NetworkLab.BLOCKS) && held.isEmpty()) {
            return held.add(message);
          }
          boolean sent = super.send(to, channel, message);
          if (sent && channel.equals(NetworkLab.BLOCKS)) {
            super.send(to, channel, held.removeFirst());
          }
          return sent;
        }
      };
    }
  }

  @Test
  void messagesThatComeTwiceAreCaught() {
    assertCaught(SendsTwice.class, "messagesOfAChannelArriveInOrderAndOnce");
  }

  static final class SendsTwice extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          boolean first = super.send(to, channel, message);
          return first && super.send(to, channel, message);
        }
      };
    }
  }

  @Test
  void queuesWithoutBoundsAreCaught() {
    assertCaught(
        QueuesWithoutBounds.class, "whoDoesNotTakeMessagesFillsTheQueuesOfThatChannelAlone");
  }

  static final class QueuesWithoutBounds extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          super.send(to, channel, message);
          return true;
        }
      };
    }
  }

  @Test
  void aChannelThatHoldsUpOthersIsCaught() {
    assertCaught(HoldsUpOthers.class, "whoDoesNotTakeMessagesFillsTheQueuesOfThatChannelAlone");
  }

  static final class HoldsUpOthers extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        private boolean full;

        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          if (channel.equals(NetworkLab.STATE)) {
            full = !super.send(to, channel, message);
            return !full;
          }
          return !full && super.send(to, channel, message);
        }
      };
    }
  }

  @Test
  void priorityThatIsIgnoredIsCaught() {
    assertCaught(KnowsNoPriority.class, "whatIsUrgentOvertakesWhatIsNot");
  }

  /// Calls the urgent channel by another name, under which it is the last one.
  static final class KnowsNoPriority extends Broken {

    private static final Channel LAST =
        new Channel(
            250,
            "votes",
            Channel.Priority.LOW,
            NetworkLab.VOTES.messageBytesMax(),
            NetworkLab.VOTES.queueBytesMax());

    private static Channel renamed(Channel channel) {
      return channel.equals(NetworkLab.VOTES) ? LAST : channel;
    }

    private static Channel named(Channel channel) {
      return channel.equals(LAST) ? NetworkLab.VOTES : channel;
    }

    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      ChannelListener listener =
          new ForwardingListener(context.listener()) {
            @Override
            public boolean received(NodeId from, Channel channel, Bytes message) {
              return super.received(from, named(channel), message);
            }
          };
      TransportContext other =
          new TransportContext(
              context.self(),
              context.key(),
              context.channels().stream().map(KnowsNoPriority::renamed).toList(),
              listener);
      return new ForwardingTransport(sound.create(other)) {
        @Override
        public boolean send(NodeId to, Channel channel, Bytes message) {
          return super.send(to, renamed(channel), message);
        }
      };
    }
  }

  @Test
  void trustInAnybodyIsCaught() {
    assertCaught(TrustsAnybody.class, "whoDoesNotHaveTheKeyIsNotLetIn");
  }

  static final class TrustsAnybody extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        @Override
        public void connect(PeerAddress peer) {
          super.connect(peer);
          context.listener().connected(peer.identity());
        }
      };
    }
  }

  @Test
  void aTransportThatOutlivesItsEndIsCaught() {
    assertCaught(OutlivesItsEnd.class, "afterItsEndATransportIsSilent");
  }

  static final class OutlivesItsEnd extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return new ForwardingTransport(sound.create(context)) {
        private boolean closed;

        @Override
        public void close() {
          if (closed) {
            context.listener().disconnected(context.self().node());
          }
          closed = true;
          super.close();
        }
      };
    }
  }

  @Test
  void aLossThatNobodyIsToldOfIsCaught() {
    assertCaught(HidesLosses.class, "aPeerThatGoesIsMissedAndComesBack");
    assertCaught(HidesLosses.class, "aPeerThatIsNotWantedAnyMoreStaysAway");
  }

  static final class HidesLosses extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return sound.create(
          with(
              context,
              new ForwardingListener(context.listener()) {
                @Override
                public void disconnected(NodeId node) {}
              }));
    }
  }

  @Test
  void anEndThatWasNoneIsCaught() {
    assertCaught(EndsQuietly.class, "aSenderThatGivesUpDoesNotLookLikeTheEnd");
    assertCaught(EndsQuietly.class, "aLostConnectionFailsItsStreams");
  }

  static final class EndsQuietly extends Broken {
    @Override
    protected Transport spoil(TransportFactory sound, TransportContext context) {
      return sound.create(
          with(
              context,
              new ForwardingListener(context.listener()) {
                @Override
                public void opened(NodeId from, Channel channel, Bytes header, BulkInput stream) {
                  super.opened(from, channel, header, new QuietInput(stream));
                }
              }));
    }
  }

  /// Takes a failure for the end.
  private static final class QuietInput extends BulkInput {

    private final BulkInput other;

    QuietInput(BulkInput other) {
      this.other = other;
    }

    @Override
    public int read() {
      try {
        return other.read();
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return other.read(target, offset, length);
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public void close() throws IOException {
      other.close();
    }

    @Override
    public void abort() {
      other.abort();
    }
  }

  private static void assertCaught(Class<? extends Broken> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as(test).isEqualTo(1);
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
