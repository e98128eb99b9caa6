package dev.atoll.types;

/// Names a node.
public record NodeId(Principal principal) implements Comparable<NodeId> {

  /// @throws IllegalArgumentException if `text` is not the text form of a principal
  public static NodeId fromText(String text) {
    return new NodeId(Principal.fromText(text));
  }

  public Bytes bytes() {
    return principal.bytes();
  }

  @Override
  public int compareTo(NodeId other) {
    return principal.compareTo(other.principal);
  }

  @Override
  public String toString() {
    return principal.toString();
  }
}
