package dev.atoll.spi.tck.network;

import dev.atoll.types.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How a simulated network is at a time. Immutable.
///
/// @param latencyMin the shortest time that data is on its way
/// @param latencyMax the longest; each piece takes a time between the two by chance
/// @param loss the part of messages that vanish, 0 to 1
/// @param bytesPerSecond what a connection carries in one direction
/// @param islands nodes in different ones do not reach each other; a node in none reaches all that
///     are in none
public record Conditions(
    Duration latencyMin,
    Duration latencyMax,
    double loss,
    long bytesPerSecond,
    List<Set<NodeId>> islands) {

  /// A quiet local network.
  public static final Conditions GOOD =
      new Conditions(Duration.ofMillis(1), Duration.ofMillis(2), 0, 100_000_000, List.of());

  public Conditions {
    if (latencyMin.isNegative() || latencyMax.compareTo(latencyMin) < 0) {
      throw new IllegalArgumentException(
          "latency is %s to %s, expected a range from 0 up".formatted(latencyMin, latencyMax));
    }
    if (!(loss >= 0 && loss <= 1) || bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "loss is %s and bytes per second %d, expected 0 to 1 and at least 1"
              .formatted(loss, bytesPerSecond));
    }
    islands = islands.stream().map(Set::copyOf).toList();
  }

  public Conditions withLatency(Duration min, Duration max) {
    return new Conditions(min, max, loss, bytesPerSecond, islands);
  }

  public Conditions withLoss(double part) {
    return new Conditions(latencyMin, latencyMax, part, bytesPerSecond, islands);
  }

  public Conditions withBytesPerSecond(long bytes) {
    return new Conditions(latencyMin, latencyMax, loss, bytes, islands);
  }

  /// Divides the nodes; without islands the network is whole again.
  public Conditions withIslands(List<Set<NodeId>> divided) {
    return new Conditions(latencyMin, latencyMax, loss, bytesPerSecond, divided);
  }

  boolean reaches(NodeId from, NodeId to) {
    return island(from) == island(to);
  }

  private int island(NodeId node) {
    for (int i = 0; i < islands.size(); i++) {
      if (islands.get(i).contains(node)) {
        return i;
      }
    }
    return -1;
  }
}
