package dev.atoll.types;

/// Names a subnet.
public record SubnetId(Principal principal) implements Comparable<SubnetId> {

  /// @throws IllegalArgumentException if `text` is not the text form of a principal
  public static SubnetId fromText(String text) {
    return new SubnetId(Principal.fromText(text));
  }

  public Bytes bytes() {
    return principal.bytes();
  }

  @Override
  public int compareTo(SubnetId other) {
    return principal.compareTo(other.principal);
  }

  @Override
  public String toString() {
    return principal.toString();
  }
}
