package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.compiler.Outline.Element;
import dev.atoll.execution.jvm.compiler.Outline.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Chooses the regions of a function that is too large for one method.
///
/// HotSpot never compiles a method of more than 8,000 bytes of code, and a class file cannot hold
/// one of more than 65,535. Large functions are interpreters and the like: a deep nest of blocks
/// around a branch table, with much code at each level. So the nest stays together, and what lies
/// at its levels becomes regions, the largest first, until the rest is small enough. Only if that
/// is not enough, parts of the nest become regions too: each costs a call in every round.
final class Splitter {

  private static final int CALL = 24;
  private static final int EXIT = 4;
  private static final int MOVE = 4;

  /// What moves at a call is not known before everything is chosen; where there are many calls it
  /// is little, see [SharedLocals].
  private static final int MOVES_MAX = 1;

  private final FunctionPlan plan;
  private final int bytesMax;
  private int regions;

  private Splitter(FunctionPlan plan, int bytesMax) {
    this.plan = plan;
    this.bytesMax = bytesMax;
  }

  /// Splits the function that `plan` has one method for.
  ///
  /// @param outline of the function, which is used up
  /// @param bytesMax what a method should have at most, by the estimates of the outline
  static FunctionPlan split(FunctionPlan plan, Outline outline, int bytesMax) {
    return new Splitter(plan, bytesMax).split(outline.whole());
  }

  /// Neighbours in a sequence that can become a region.
  private record Candidate(Sequence sequence, List<Element> elements, int size) {}

  private FunctionPlan split(Sequence whole) {
    int size = cutUntilFits(whole, whole.measure(), false);
    cutUntilFits(whole, size, true);
    List<Region> inner = new ArrayList<>();
    whole.elements().forEach(element -> element.collectRegions(inner));
    return plan.split(region(-1, plan.body.start(), plan.body.end(), List.of(), inner));
  }

  /// @param hubs whether regions may hold tables whose cases lie around them
  /// @return the size of the method of the function that is left
  private int cutUntilFits(Sequence whole, int before, boolean hubs) {
    int size = before;
    boolean chosen = true;
    while (chosen && size > bytesMax) {
      chosen = false;
      whole.measure();
      List<Candidate> candidates = new ArrayList<>();
      collect(whole, hubs, candidates);
      candidates.sort(Comparator.comparingInt(candidate -> -candidate.size()));
      for (Candidate candidate : candidates) {
        if (size <= bytesMax) {
          break;
        }
        int saved = cut(candidate);
        size -= saved;
        chosen |= saved > 0;
      }
    }
    return size;
  }

  private void collect(Sequence sequence, boolean hubs, List<Candidate> candidates) {
    List<Element> group = new ArrayList<>();
    int size = 0;
    for (Element element : sequence.elements()) {
      int added = element.measured();
      boolean fits = element.isWhole() && added <= bytesMax && (hubs || !element.isHub());
      if (!fits || size + added > bytesMax) {
        add(sequence, group, size, candidates);
        group = new ArrayList<>();
        size = 0;
      }
      if (fits) {
        group.add(element);
        size += added;
      } else {
        element.nested().forEach(nested -> collect(nested, hubs, candidates));
      }
    }
    add(sequence, group, size, candidates);
  }

  private static void add(
      Sequence sequence, List<Element> group, int size, List<Candidate> candidates) {
    if (size > CALL) { // smaller regions are not worth a call
      candidates.add(new Candidate(sequence, group, size));
    }
  }

  /// Makes a region of the candidate; what the method around it gets smaller by, 0 if it would not.
  private int cut(Candidate candidate) {
    List<Region> inner = new ArrayList<>();
    candidate.elements().forEach(element -> element.collectRegions(inner));
    Region region =
        region(
            regions,
            candidate.elements().getFirst().start(),
            candidate.elements().getLast().end(),
            candidate.sequence().outer(),
            inner);
    region.between(
        candidate.elements().getFirst().before(), candidate.elements().getLast().after());
    int call =
        CALL
            + EXIT * region.exits().cardinality()
            + MOVE * moves(region.uses())
            + MOVE * moves(region.writes());
    if (call >= candidate.size()) {
      return 0;
    }
    regions++;
    List<Element> elements = candidate.sequence().elements();
    int from = elements.indexOf(candidate.elements().getFirst());
    elements.subList(from, from + candidate.elements().size()).clear();
    elements.add(from, Element.of(region, call));
    return candidate.size() - call;
  }

  private static int moves(BitSet locals) {
    return Math.min(MOVES_MAX, locals.cardinality());
  }

  private Region region(int number, int start, int end, List<Target> outer, List<Region> inner) {
    RegionScan scan = RegionScan.of(plan.instructions(start, end), outer.size(), inner);
    return new Region(number, start, end, outer, inner, plan.spills() ? scan.spilling() : scan);
  }
}
