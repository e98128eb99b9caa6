package dev.atoll.spi.tck.execution.fuzz;

import java.util.EnumSet;
import java.util.Set;

/// What generated modules may use; each module uses some of it. What an engine lacks or is known to
/// get wrong can be left out, so that the rest is compared.
///
/// @param without opcodes that are never written
public record FuzzFeatures(Set<Feature> enabled, Set<Integer> without) {

  /// Something that modules may use.
  public enum Feature {
    /// Values of 128 bits and their instructions.
    VECTORS,
    /// `return_call` and `return_call_indirect`.
    TAIL_CALLS,
    /// 64-bit memories and tables.
    WIDE,
    /// Blocks and loops that take operands, and loops that leave any.
    BLOCK_OPERANDS,
    /// Tables that hold functions of the host.
    HOST_IN_TABLES,
    /// Stores, and operations on ranges, whose end wraps around.
    WRAPPING
  }

  public FuzzFeatures {
    enabled = Set.copyOf(enabled);
    without = Set.copyOf(without);
  }

  /// Everything that the Internet Computer accepts.
  public static FuzzFeatures all() {
    return new FuzzFeatures(EnumSet.allOf(Feature.class), Set.of());
  }

  /// The same without one of them.
  public FuzzFeatures without(Feature feature) {
    EnumSet<Feature> rest = EnumSet.noneOf(Feature.class);
    rest.addAll(enabled);
    rest.remove(feature);
    return new FuzzFeatures(rest, without);
  }

  /// The same without some instructions.
  public FuzzFeatures withoutOpcodes(Integer... opcodes) {
    return new FuzzFeatures(enabled, Set.of(opcodes));
  }

  boolean has(Feature feature) {
    return enabled.contains(feature);
  }

  boolean allows(int opcode) {
    return !without.contains(opcode);
  }
}
