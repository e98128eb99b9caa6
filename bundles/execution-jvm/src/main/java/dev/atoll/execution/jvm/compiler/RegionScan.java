package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import java.util.BitSet;
import java.util.List;

/// What the instructions of a region touch.
///
/// @param ownUses the locals that are read or set outside of inner regions
/// @param ownWrites the locals that are set outside of inner regions
/// @param uses all locals that are read or set
/// @param writes all locals that are set
/// @param exits the labels outside of the region that it branches to, the function being 0
record RegionScan(
    BitSet ownUses,
    BitSet ownWrites,
    BitSet uses,
    BitSet writes,
    BitSet exits,
    boolean hasTailCalls) {

  /// @param reader of the instructions of the region
  /// @param labels the number of labels around the region
  /// @param inner the regions in it that have been scanned, by their starts
  static RegionScan of(InstructionReader reader, int labels, List<Region> inner) {
    Walk walk = new Walk();
    walk.labels = labels;
    // The function has a label too, which lies inside of the region that is all of it.
    walk.depth = Math.max(1, labels);
    int next = 0;
    while (reader.next()) {
      while (next < inner.size() && inner.get(next).end() <= reader.start()) {
        next++;
      }
      boolean own = next == inner.size() || reader.start() < inner.get(next).start();
      walk.instruction(reader, own);
    }
    return new RegionScan(
        walk.ownUses, walk.ownWrites, walk.uses, walk.writes, walk.exits, walk.tailCalls);
  }

  /// The same for a function whose locals lie in its activation all the time.
  RegionScan spilling() {
    BitSet none = new BitSet();
    return new RegionScan(none, none, none, none, exits, hasTailCalls);
  }

  private static final class Walk {
    final BitSet ownUses = new BitSet();
    final BitSet ownWrites = new BitSet();
    final BitSet uses = new BitSet();
    final BitSet writes = new BitSet();
    final BitSet exits = new BitSet();
    boolean tailCalls;
    int labels;
    int depth;

    /// Of the open blocks, by their depths: those that are branched to, loops, and `if` without
    /// `else` so far.
    private final BitSet used = new BitSet();

    private final BitSet loops = new BitSet();
    private final BitSet ifs = new BitSet();

    private boolean reachable = true;
    private int deadBlocks;

    /// Code that is never reached is left out, as [Control] leaves it out: what it branches to
    /// would seem to be reached otherwise.
    void instruction(InstructionReader reader, boolean own) {
      int opcode = reader.opcode();
      if (opcode == Opcodes.END || opcode == Opcodes.ELSE) {
        if (deadBlocks == 0) {
          close(opcode);
        } else if (opcode == Opcodes.END) {
          deadBlocks--;
        }
      } else if (reachable) {
        reached(reader, opcode, own);
      } else if (isBlock(opcode)) {
        deadBlocks++;
      }
    }

    private static boolean isBlock(int opcode) {
      return opcode == Opcodes.BLOCK || opcode == Opcodes.LOOP || opcode == Opcodes.IF;
    }

    private void close(int opcode) {
      int block = depth - 1;
      if (opcode == Opcodes.ELSE) {
        used.set(block, used.get(block) || reachable);
        ifs.clear(block);
        reachable = true;
        return;
      }
      depth--;
      if (block >= 0) { // the function's own end closes none
        reachable |= ifs.get(block) || (used.get(block) && !loops.get(block));
      }
    }

    private void reached(InstructionReader reader, int opcode, boolean own) {
      switch (opcode) {
        case Opcodes.LOCAL_GET -> use(reader.index(), own);
        case Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE -> {
          use(reader.index(), own);
          writes.set(reader.index());
          if (own) {
            ownWrites.set(reader.index());
          }
        }
        case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> {
          used.clear(depth);
          loops.set(depth, opcode == Opcodes.LOOP);
          ifs.set(depth, opcode == Opcodes.IF);
          depth++;
        }
        case Opcodes.BR -> {
          branch(reader.index());
          reachable = false;
        }
        case Opcodes.BR_IF -> branch(reader.index());
        case Opcodes.BR_TABLE -> {
          for (int label : reader.labels()) {
            branch(label);
          }
          reachable = false;
        }
        case Opcodes.RETURN -> {
          exits.set(0);
          reachable = false;
        }
        case Opcodes.UNREACHABLE -> reachable = false;
        case Opcodes.RETURN_CALL, Opcodes.RETURN_CALL_INDIRECT -> {
          tailCalls = true;
          exits.set(0); // an imported function is called and its results returned
          reachable = false;
        }
        default -> {}
      }
    }

    private void use(int local, boolean own) {
      uses.set(local);
      if (own) {
        ownUses.set(local);
      }
    }

    private void branch(int label) {
      int target = depth - 1 - label;
      if (target < labels) {
        exits.set(target);
      } else {
        used.set(target);
      }
    }
  }
}
