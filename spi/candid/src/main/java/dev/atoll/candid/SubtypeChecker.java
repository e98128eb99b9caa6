package dev.atoll.candid;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides `left <: right`, coinductively: a pair met again while it is being decided holds.
///
/// No rule of the relation has an alternative to fall back on, since everything is a subtype of
/// every `opt`. So the question is one conjunction of goals, worked off from a list without
/// recursion, and one goal that fails is the answer. Keeps what it has proven for later questions.
/// Not safe for use from several threads.
///
/// Source: Candid.md, "Rules" of "Upgrading and Subtyping".
final class SubtypeChecker {

  private final TypeEnvironment leftEnvironment;

  private final TypeEnvironment rightEnvironment;

  private final Runnable onStep;

  private final Set<Pair> proven = new HashSet<>();

  private final Set<Pair> refuted = new HashSet<>();

  /// @param onStep called once per goal; may throw to end the work
  SubtypeChecker(
      TypeEnvironment leftEnvironment, TypeEnvironment rightEnvironment, Runnable onStep) {
    this.leftEnvironment = leftEnvironment;
    this.rightEnvironment = rightEnvironment;
    this.onStep = onStep;
  }

  boolean isSubtype(CandidType left, CandidType right) {
    Pair question = new Pair(leftEnvironment.resolve(left), rightEnvironment.resolve(right), false);
    if (refuted.contains(question)) {
      return false;
    }
    if (whyNot(left, right) == null) {
      return true;
    }
    refuted.add(question);
    return false;
  }

  /// Null if `left <: right`, else the place and the reason.
  @Nullable String whyNot(CandidType left, CandidType right) {
    Set<Pair> assumed = new HashSet<>();
    Deque<Goal> open = new ArrayDeque<>();
    open.push(new Goal(left, right, false, null, ""));
    while (!open.isEmpty()) {
      onStep.run();
      Goal goal = open.pop();
      CandidType sub = environment(goal.flipped).resolve(goal.left);
      CandidType sup = environment(!goal.flipped).resolve(goal.right);
      Pair pair = new Pair(sub, sup, goal.flipped);
      if (proven.contains(pair) || !assumed.add(pair)) {
        continue;
      }
      String failure = expand(goal, sub, sup, open);
      if (failure != null) {
        return goal.describe(failure);
      }
    }
    proven.addAll(assumed);
    return null;
  }

  /// The environment of the left side of a goal; of the right side with `flipped` negated.
  private TypeEnvironment environment(boolean flipped) {
    return flipped ? rightEnvironment : leftEnvironment;
  }

  private @Nullable String expand(Goal goal, CandidType sub, CandidType sup, Deque<Goal> open) {
    if (sup == PrimitiveType.RESERVED
        || sub == PrimitiveType.EMPTY
        || sup instanceof CandidType.Opt
        || (sub instanceof PrimitiveType && sub.equals(sup))
        || (sub == PrimitiveType.NAT && sup == PrimitiveType.INT)
        || (sub instanceof CandidType.Service && sup == PrimitiveType.PRINCIPAL)) {
      return null;
    }
    if (sub instanceof CandidType.Vec(var one) && sup instanceof CandidType.Vec(var other)) {
      open.push(goal.step(one, other, "elements"));
      return null;
    }
    if (sub instanceof CandidType.CandidRecord(var one)
        && sup instanceof CandidType.CandidRecord(var other)) {
      return expandRecord(goal, one, other, open);
    }
    if (sub instanceof CandidType.Variant(var one)
        && sup instanceof CandidType.Variant(var other)) {
      return expandVariant(goal, one, other, open);
    }
    if (sub instanceof CandidType.Func one && sup instanceof CandidType.Func other) {
      return expandFunc(goal, one, other, open);
    }
    if (sub instanceof CandidType.Service(var one)
        && sup instanceof CandidType.Service(var other)) {
      return expandService(goal, one, other, open);
    }
    if (sub instanceof CandidType.Future(long one)
        && sup instanceof CandidType.Future(long other)) {
      return one == other ? null : "future types differ";
    }
    return "%s is no subtype of %s".formatted(TypePrinter.brief(sub), TypePrinter.brief(sup));
  }

  private @Nullable String expandRecord(
      Goal goal, List<FieldType> sub, List<FieldType> sup, Deque<Goal> open) {
    int at = 0;
    for (FieldType wanted : sup) {
      while (at < sub.size() && sub.get(at).label().compareTo(wanted.label()) < 0) {
        at++;
      }
      if (at < sub.size() && sub.get(at).label().equals(wanted.label())) {
        open.push(goal.step(sub.get(at).type(), wanted.type(), "field " + wanted.label()));
      } else if (!acceptsNull(goal, wanted.type())) {
        return "field %s of type %s is missing and not optional"
            .formatted(wanted.label(), TypePrinter.brief(wanted.type()));
      }
    }
    return null;
  }

  private @Nullable String expandVariant(
      Goal goal, List<FieldType> sub, List<FieldType> sup, Deque<Goal> open) {
    for (FieldType given : sub) {
      int index = Fields.indexOf(sup, FieldType::label, given.label().id());
      if (index < 0) {
        return "case %s is not expected".formatted(given.label());
      }
      open.push(goal.step(given.type(), sup.get(index).type(), "case " + given.label()));
    }
    return null;
  }

  private @Nullable String expandFunc(
      Goal goal, CandidType.Func sub, CandidType.Func sup, Deque<Goal> open) {
    if (!sub.annotations().equals(sup.annotations())) {
      return "annotations are %s, expected %s".formatted(sub.annotations(), sup.annotations());
    }
    Goal flipped = goal.flip();
    String failure = expandTuple(flipped, sup.argTypes(), sub.argTypes(), "argument ", open);
    return failure != null
        ? failure
        : expandTuple(goal, sub.resultTypes(), sup.resultTypes(), "result ", open);
  }

  private @Nullable String expandTuple(
      Goal goal, List<CandidType> sub, List<CandidType> sup, String what, Deque<Goal> open) {
    for (int i = 0; i < sup.size(); i++) {
      if (i < sub.size()) {
        open.push(goal.step(sub.get(i), sup.get(i), what + i));
      } else if (!acceptsNull(goal, sup.get(i))) {
        return "%s%d of type %s is missing and not optional"
            .formatted(what, i, TypePrinter.brief(sup.get(i)));
      }
    }
    return null;
  }

  private @Nullable String expandService(
      Goal goal, List<CandidType.Method> sub, List<CandidType.Method> sup, Deque<Goal> open) {
    int at = 0;
    for (CandidType.Method wanted : sup) {
      while (at < sub.size() && Utf8.compare(sub.get(at).name(), wanted.name()) < 0) {
        at++;
      }
      if (at == sub.size() || !sub.get(at).name().equals(wanted.name())) {
        return "method '%s' is missing".formatted(wanted.name());
      }
      open.push(goal.step(sub.get(at).type(), wanted.type(), "method " + wanted.name()));
    }
    return null;
  }

  private boolean acceptsNull(Goal goal, CandidType right) {
    return acceptsNull(environment(!goal.flipped).resolve(right));
  }

  /// Whether `null <: resolved`.
  static boolean acceptsNull(CandidType resolved) {
    return resolved instanceof CandidType.Opt
        || resolved == PrimitiveType.NULL
        || resolved == PrimitiveType.RESERVED;
  }

  /// That `left <: right` is to be shown; `flipped` if `left` belongs to the right environment.
  private record Goal(
      CandidType left, CandidType right, boolean flipped, @Nullable Goal parent, String step) {

    Goal step(CandidType nextLeft, CandidType nextRight, String nextStep) {
      return new Goal(nextLeft, nextRight, flipped, this, nextStep);
    }

    Goal flip() {
      return new Goal(left, right, !flipped, parent, step);
    }

    String describe(String failure) {
      Deque<String> steps = new ArrayDeque<>();
      steps.addFirst(failure);
      for (Goal goal = this; goal.parent != null; goal = goal.parent) {
        steps.addFirst(goal.step);
      }
      return String.join(": ", steps);
    }
  }

  /// Two resolved types, by identity: an environment gives the same object for the same name.
  private record Pair(CandidType sub, CandidType sup, boolean flipped) {

    @Override
    @SuppressWarnings("ReferenceEquality") // by identity: comparing structures takes too long
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair
          && sub == pair.sub
          && sup == pair.sup
          && flipped == pair.flipped;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(sub) * 31
          + System.identityHashCode(sup) * 2
          + (flipped ? 1 : 0);
    }
  }
}
