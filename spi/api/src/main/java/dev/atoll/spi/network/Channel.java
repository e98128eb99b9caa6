package dev.atoll.spi.network;

/// A kind of messages, with its limits; the same on all nodes.
///
/// @param id on the wire, 0 to [#ID_MAX]
/// @param name for people, such as `consensus`
/// @param priority which channels are served before others
/// @param messageBytesMax the largest message; a larger one is refused where it is sent, and ends
///     the connection where it arrives
/// @param queueBytesMax what may wait for one peer on the side of the sender, and as much again on
///     the side of the receiver; holds one message at least
public record Channel(
    int id, String name, Priority priority, int messageBytesMax, int queueBytesMax) {

  public static final int ID_MAX = 255;

  /// The order in which channels of a connection are served; within one, messages wait in line.
  public enum Priority {
    /// Small and urgent: votes, heartbeats.
    HIGH,
    NORMAL,
    /// What may take its time: state for nodes that lag behind.
    LOW
  }

  public Channel {
    if (id < 0 || id > ID_MAX) {
      throw new IllegalArgumentException(
          "channel id is %d, expected 0 to %d".formatted(id, ID_MAX));
    }
    if (messageBytesMax < 1 || queueBytesMax < messageBytesMax) {
      throw new IllegalArgumentException(
          "channel %s has messages of %d and a queue of %d bytes, expected at least 1 and as much"
              .formatted(name, messageBytesMax, queueBytesMax));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
