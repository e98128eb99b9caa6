package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which locals still matter where regions begin and where they are left: those that are read later
/// before they are set.
///
/// The code is walked backwards. What is live at the begin of a loop is known only after a walk, so
/// walks are repeated until nothing is added.
final class Liveness {

  /// What loops inside of each other can take; beyond it every local is live everywhere.
  private static final int WALKS_MAX = 12;

  /// Instructions times locals, over 64; beyond it every local is live everywhere.
  private static final long WORK_MAX = 20_000_000;

  /// @param start the locals that matter where the region begins
  /// @param end those that matter to somebody after it
  record OfRegion(BitSet start, BitSet end) {}

  /// An instruction that matters here.
  ///
  /// @param labels of a branch, null for others
  private record Event(int opcode, int start, int local, @Nullable BitSet labels) {}

  /// An open block, walking backwards.
  private static final class Frame {
    final BitSet label;
    @Nullable BitSet otherwise;

    Frame(BitSet label) {
      this.label = label;
    }
  }

  private final int locals;
  private final List<Event> events = new ArrayList<>();
  private final Map<Region, OfRegion> found = new HashMap<>();

  /// What is live at the begin of each loop, by its offset.
  private final Map<Integer, BitSet> loops = new TreeMap<>();

  /// The begin of the loop that each end belongs to, by the offset of the end.
  private final Map<Integer, Integer> loopOfEnd = new TreeMap<>();

  private final List<Frame> frames = new ArrayList<>();
  private BitSet live = new BitSet();
  private boolean grown;

  private Liveness(int locals) {
    this.locals = locals;
  }

  /// For each region of a function.
  static Map<Region, OfRegion> of(FunctionPlan plan, List<Region> regions) {
    Liveness liveness = new Liveness(plan.types.length);
    liveness.read(plan.instructions(plan.whole));
    liveness.solve(regions);
    return liveness.found;
  }

  private void read(InstructionReader reader) {
    Deque<Integer> open = new ArrayDeque<>();
    while (reader.next()) {
      int opcode = reader.opcode();
      int start = reader.start();
      switch (opcode) {
        case Opcodes.LOCAL_GET, Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE ->
            events.add(new Event(opcode, start, reader.index(), null));
        case Opcodes.BR, Opcodes.BR_IF ->
            events.add(new Event(opcode, start, 0, labels(reader.index())));
        case Opcodes.BR_TABLE -> events.add(new Event(opcode, start, 0, labels(reader.labels())));
        case Opcodes.BLOCK, Opcodes.IF, Opcodes.LOOP -> {
          open.push(opcode == Opcodes.LOOP ? start : -1);
          events.add(new Event(opcode, start, 0, null));
        }
        case Opcodes.END -> {
          int loop = open.isEmpty() ? -1 : open.pop();
          if (loop >= 0) {
            loopOfEnd.put(start, loop);
            loops.put(loop, new BitSet());
          }
          events.add(new Event(opcode, start, 0, null));
        }
        case Opcodes.ELSE,
            Opcodes.RETURN,
            Opcodes.UNREACHABLE,
            Opcodes.RETURN_CALL,
            Opcodes.RETURN_CALL_INDIRECT ->
            events.add(new Event(opcode, start, 0, null));
        default -> {}
      }
    }
  }

  private static BitSet labels(int... labels) {
    BitSet all = new BitSet();
    for (int label : labels) {
      all.set(label);
    }
    return all;
  }

  private void solve(List<Region> regions) {
    boolean known = (long) events.size() * (locals / Long.SIZE + 1) <= WORK_MAX;
    grown = known;
    for (int i = 0; grown; i++) {
      if (i == WALKS_MAX) {
        known = false;
        break;
      }
      grown = false;
      walk(points(regions)); // the last walk finds what is so
    }
    if (!known) {
      BitSet all = new BitSet();
      all.set(0, locals);
      regions.forEach(region -> found.put(region, new OfRegion(all, all)));
    }
  }

  private static NavigableMap<Integer, List<Region>> points(List<Region> regions) {
    NavigableMap<Integer, List<Region>> points = new TreeMap<>();
    for (Region region : regions) {
      points.computeIfAbsent(region.start(), p -> new ArrayList<>()).add(region);
      points.computeIfAbsent(region.end(), p -> new ArrayList<>()).add(region);
    }
    return points;
  }

  /// @param points where regions begin and end; used up
  private void walk(NavigableMap<Integer, List<Region>> points) {
    frames.clear();
    live = new BitSet();
    for (int i = events.size() - 1; i >= 0; i--) {
      pass(points, events.get(i).start());
      step(events.get(i));
    }
    pass(points, -1);
  }

  /// Notes what is live at the points after the offset.
  private void pass(NavigableMap<Integer, List<Region>> points, int offset) {
    while (!points.isEmpty() && points.lastKey() > offset) {
      Map.Entry<Integer, List<Region>> point = points.pollLastEntry();
      for (Region region : point.getValue()) {
        if (region.end() == point.getKey()) {
          found.put(region, new OfRegion(new BitSet(), copy(live)));
        } else {
          begin(region);
        }
      }
    }
  }

  private void begin(Region region) {
    OfRegion known = found.get(region);
    if (known == null) {
      throw new IllegalStateException("region ends before it begins");
    }
    known.start().or(live);
    region.exits().stream().forEach(exit -> known.end().or(frames.get(exit).label));
  }

  private void step(Event event) {
    switch (event.opcode()) {
      case Opcodes.LOCAL_GET -> live.set(event.local());
      case Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE -> live.clear(event.local());
      case Opcodes.END -> {
        Integer loop = loopOfEnd.get(event.start());
        frames.add(new Frame(loop == null ? copy(live) : copy(loops.get(loop))));
      }
      case Opcodes.ELSE -> {
        Frame frame = frames.getLast();
        frame.otherwise = live;
        live = copy(frame.label);
      }
      case Opcodes.BLOCK -> frames.removeLast();
      case Opcodes.IF -> {
        Frame frame = frames.removeLast();
        BitSet otherwise = frame.otherwise;
        live.or(otherwise == null ? frame.label : otherwise);
      }
      case Opcodes.LOOP -> {
        frames.removeLast();
        BitSet before = loops.put(event.start(), copy(live));
        grown |= !live.equals(before);
      }
      case Opcodes.BR, Opcodes.BR_TABLE -> {
        live = new BitSet();
        joinLabels(event.labels());
      }
      case Opcodes.BR_IF -> joinLabels(event.labels());
      default -> live = new BitSet(); // the function is left
    }
  }

  private void joinLabels(@Nullable BitSet labels) {
    if (labels == null) {
      return;
    }
    for (int label = labels.nextSetBit(0); label >= 0; label = labels.nextSetBit(label + 1)) {
      live.or(frames.get(frames.size() - 1 - label).label);
    }
  }

  private static BitSet copy(@Nullable BitSet set) {
    return set == null ? new BitSet() : (BitSet) set.clone();
  }
}
