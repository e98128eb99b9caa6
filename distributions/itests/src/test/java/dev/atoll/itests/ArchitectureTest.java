package dev.atoll.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The walls between the modules, and what the core may not use. Compare ARCHITECTURE.md,
/// sections 3 and 5.
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new NotTheTests()).importPackages("dev.atoll");

  private static final class NotTheTests implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }

  /// The modules a module may use besides itself; `bundles/*` stands for each of them.
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "spi/types", Set.of(),
          "spi/candid", Set.of("spi/types"),
          "spi/wasm", Set.of("spi/types"),
          "spi/api", Set.of("spi/types", "spi/wasm"),
          "spi/tck", Set.of("spi/types", "spi/wasm", "spi/candid", "spi/api"),
          "bundles/*", Set.of("spi/types", "spi/wasm", "spi/candid", "spi/api"),
          "kernel/*", Set.of("spi/types", "spi/api", "kernel/*"));

  private static final String[] FRAMEWORKS = {
    "com.google..",
    "jakarta..",
    "org.osgi.framework..",
    "org.osgi.service..",
    "org.apache.felix..",
    "io.netty..",
    "org.slf4j..",
    "org.bouncycastle..",
    "com.dylibso..",
    "com.fasterxml..",
    "org.mapdb..",
    "org.rocksdb.."
  };

  @Test
  void allModulesAreSeen() {
    Set<String> modules = new TreeSet<>();
    CLASSES.forEach(type -> modules.add(Module.of(type).name()));

    assertThat(modules)
        .contains("spi/types", "spi/candid", "spi/wasm", "spi/api", "spi/tck")
        .contains("kernel/launcher", "kernel/inject", "kernel/distribution", "kernel/cli")
        .contains("kernel/swap")
        .contains("bundles/replica", "bundles/gateway-http", "bundles/execution-chicory")
        .contains("bundles/consensus-solo", "bundles/crypto-blst")
        .contains("bundles/storage-mapdb", "bundles/storage-rocksdb");
  }

  @Test
  void modulesUseOnlyModulesBelowThem() {
    classes().should(new UseOnlyModulesBelow()).check(CLASSES);
  }

  @Test
  void theSpiKnowsNoFrameworkButGuiceInItsKernelPackage() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.atoll.types..", "dev.atoll.candid..", "dev.atoll.wasm..", "dev.atoll.spi..")
        .and()
        .resideOutsideOfPackages("dev.atoll.spi.kernel..", "dev.atoll.spi.tck..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FRAMEWORKS)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.atoll.spi.kernel..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(FRAMEWORKS)
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage("com.google.inject.."))))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.atoll.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      JavaPackage container = type.getPackage();
      if (!container.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(container.getName());
      }
    }

    assertThat(unmarked).isEmpty();
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.atoll.kernel.cli..")
        .should(access("print", ArchitectureTest::isStandardStream))
        .check(CLASSES);
  }

  @Test
  void nothingIsStaticAndChanges() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
    fields().that().areStatic().should(new BeOfAnImmutableType()).check(CLASSES);
  }

  /// Classes of the replica that stand between the clock and the replicated state, with the reason.
  private static final Map<String, String> MAY_ASK_THE_CLOCK =
      Map.of(
          "dev.atoll.replica.SystemTime", "is the clock of the ingress rules and of consensus",
          "dev.atoll.replica.SubnetThread", "decides when to write a checkpoint",
          "dev.atoll.replica.ingress.IngressPool", "waits for calls no longer than it is told",
          "dev.atoll.replica.Replica", "waits for the first block, measures queries",
          "dev.atoll.replica.ReplicaAssembly", "hands the clock to those who wait and measure",
          "dev.atoll.replica.EngineExchange", "waits for a shadow run no longer than it is told",
          "dev.atoll.replica.ReplaceableConsensus", "waits for an engine to rest");

  @Test
  void theReplicaAsksNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.atoll.replica..")
        .and(isNotNamedIn(MAY_ASK_THE_CLOCK))
        .should(access("ask a clock", ArchitectureTest::isClock))
        .check(CLASSES);
  }

  private static final Map<String, String> MAY_USE_RANDOMNESS =
      Map.of(
          "dev.atoll.replica.Replica", "makes the keys of a new subnet",
          "dev.atoll.replica.certification.SubnetKeys", "makes the keys of a new subnet");

  @Test
  void theReplicaUsesNoRandomness() {
    noClasses()
        .that()
        .resideInAPackage("dev.atoll.replica..")
        .and(isNotNamedIn(MAY_USE_RANDOMNESS))
        .should(access("use randomness", ArchitectureTest::isRandomness))
        .check(CLASSES);
  }

  @Test
  void theReplicatedStateHasNoOrderByHash() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.atoll.replica",
            "dev.atoll.replica.state..",
            "dev.atoll.replica.scheduler..",
            "dev.atoll.replica.execution..",
            "dev.atoll.replica.management..",
            "dev.atoll.replica.systemapi..",
            "dev.atoll.replica.cycles..",
            "dev.atoll.replica.tree..",
            "dev.atoll.replica.persistence..")
        .should(access("order by hash", ArchitectureTest::isOrderByHash))
        .check(CLASSES);
  }

  private static boolean isStandardStream(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(System.class)
        && Set.of("out", "err").contains(access.getTarget().getName());
  }

  private static boolean isClock(JavaAccess<?> access) {
    String name = access.getTarget().getName();
    return switch (access.getTargetOwner().getName()) {
      case "java.lang.System" -> Set.of("nanoTime", "currentTimeMillis").contains(name);
      case "java.time.Clock", "java.util.Date" -> true;
      case "java.time.Instant", "java.time.LocalDateTime", "java.time.ZonedDateTime" ->
          name.equals("now");
      default -> false;
    };
  }

  private static boolean isRandomness(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return owner.isAssignableTo(java.util.random.RandomGenerator.class)
        || owner.isEquivalentTo(java.util.UUID.class)
        || (owner.isEquivalentTo(Math.class) && access.getTarget().getName().equals("random"));
  }

  private static boolean isOrderByHash(JavaAccess<?> access) {
    return access.getTarget().getName().equals("<init>")
        && Set.of(
                "java.util.HashMap",
                "java.util.HashSet",
                "java.util.IdentityHashMap",
                "java.util.WeakHashMap",
                "java.util.concurrent.ConcurrentHashMap")
            .contains(access.getTargetOwner().getName());
  }

  private static DescribedPredicate<JavaClass> isNotNamedIn(Map<String, String> exceptions) {
    return DescribedPredicate.describe(
        "are not among the " + exceptions.size() + " named exceptions",
        type -> exceptions.keySet().stream().noneMatch(name -> isOrLiesIn(type, name)));
  }

  private static boolean isOrLiesIn(JavaClass type, String name) {
    return type.getName().equals(name) || type.getName().startsWith(name + "$");
  }

  private static ArchCondition<JavaClass> access(
      String what, java.util.function.Predicate<JavaAccess<?>> forbidden) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (forbidden.test(access)) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }

  /// A module by its folder, such as `bundles/replica`.
  private record Module(String name) {

    private static final java.util.regex.Pattern FOLDER =
        java.util.regex.Pattern.compile("/(spi|bundles|kernel|distributions)/([^/]+)/target/");

    static Module of(JavaClass type) {
      String place =
          type.getSource()
              .orElseThrow(() -> new IllegalStateException(type.getName() + " has no source"))
              .getUri()
              .toString();
      java.util.regex.Matcher matcher = FOLDER.matcher(place);
      if (!matcher.find()) {
        throw new IllegalStateException(
            "%s comes from %s, expected a module of this build".formatted(type.getName(), place));
      }
      return new Module(matcher.group(1) + "/" + matcher.group(2));
    }

    boolean mayUse(Module other) {
      return equals(other) || allowed().stream().anyMatch(other::isMeantBy);
    }

    private Set<String> allowed() {
      return MAY_USE.entrySet().stream()
          .filter(entry -> isMeantBy(entry.getKey()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no layer is stated for " + name))
          .getValue();
    }

    private boolean isMeantBy(String pattern) {
      return pattern.equals(name)
          || (pattern.endsWith("/*")
              && name.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
  }

  private static final class UseOnlyModulesBelow extends ArchCondition<JavaClass> {

    UseOnlyModulesBelow() {
      super("use only modules below their own");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Module module = Module.of(type);
      type.getDirectDependenciesFromSelf().stream()
          .filter(dependency -> isOurs(dependency.getTargetClass().getBaseComponentType()))
          .filter(
              dependency ->
                  !module.mayUse(Module.of(dependency.getTargetClass().getBaseComponentType())))
          .forEach(
              dependency ->
                  events.add(
                      SimpleConditionEvent.violated(dependency, dependency.getDescription())));
    }

    private static boolean isOurs(JavaClass type) {
      return type.getPackageName().startsWith("dev.atoll.");
    }
  }

  private static final class BeOfAnImmutableType extends ArchCondition<JavaField> {

    private static final List<Class<?>> MUTABLE =
        List.of(
            AtomicInteger.class,
            AtomicLong.class,
            AtomicReference.class,
            ThreadLocal.class,
            java.util.HashMap.class,
            java.util.ArrayList.class,
            java.util.HashSet.class,
            java.util.concurrent.ConcurrentMap.class,
            java.util.concurrent.locks.Lock.class,
            java.util.concurrent.ExecutorService.class,
            StringBuilder.class);

    BeOfAnImmutableType() {
      super("be of a type that does not change");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
      Collection<Class<?>> found =
          MUTABLE.stream().filter(field.getRawType()::isAssignableTo).toList();
      if (!found.isEmpty()) {
        events.add(
            SimpleConditionEvent.violated(
                field, field.getDescription() + " is static and of type " + found));
      }
    }
  }
}
