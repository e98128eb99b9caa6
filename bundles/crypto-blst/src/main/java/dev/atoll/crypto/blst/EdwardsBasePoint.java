package dev.atoll.crypto.blst;

import java.util.HexFormat;
import java.util.Objects;

/// The generator of the prime-order group of edwards25519, with its small multiples.
///
/// Source: RFC 8032 section 5.1.
final class EdwardsBasePoint {

  private static final String ENCODED =
      "5866666666666666666666666666666666666666666666666666666666666666";

  private final EdwardsMultiples multiples;

  EdwardsBasePoint() {
    EdwardsPoint point = EdwardsPoint.decode(HexFormat.of().parseHex(ENCODED), 0);
    this.multiples = new EdwardsMultiples(Objects.requireNonNull(point, "base point"));
  }

  EdwardsMultiples multiples() {
    return multiples;
  }
}
