package dev.atoll.spi.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.candid.CandidCodec;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.types.Principal;
import dev.atoll.wasm.WasmModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every change of what plugins compile against shows up as a diff of one text file, and asks for
/// another version of its package.
///
/// After an intended change raise `@Version` in the `package-info` to what the failure names; only
/// then is `spi/tck/target/spi-surface.txt` written, to be copied over
/// `spi/tck/src/test/resources/spi-surface.txt`. The reviewed file holds the version of each
/// package, so that a version never has two surfaces.
final class SpiSurfaceTest {

  private static final Path REVIEWED = Path.of("src/test/resources/spi-surface.txt");

  private static final Path FOUND = Path.of("target/spi-surface.txt");

  /// One class of each bundle of the SPI.
  private static final List<Class<?>> BUNDLES =
      List.of(Principal.class, CandidCodec.class, WasmModule.class, PluginModule.class);

  @Test
  void theSurfaceIsTheReviewedOneOrHasOtherVersions() throws Exception {
    Files.deleteIfExists(FOUND);
    Map<String, PackageSurface> reviewed = PackageSurface.parse(Files.readAllLines(REVIEWED));
    Map<String, PackageSurface> found = SurfaceReader.read(BUNDLES);

    assertThat(complaints(reviewed, found))
        .as(
            "what plugins compile against has changed, and versions have not. If the change is"
                + " meant, raise them and run this test again; it then writes what to review")
        .isEmpty();

    Files.createDirectories(Objects.requireNonNull(FOUND.getParent()));
    Files.write(FOUND, PackageSurface.format(found));
    assertThat(differences(reviewed, found))
        .as(
            "what plugins compile against has changed, with its versions: review it and copy"
                + " spi/tck/%s over spi/tck/%s",
            FOUND, REVIEWED)
        .isEmpty();
  }

  @Test
  void aReturnValueThatIsLostAsksForAnotherMajorVersion() throws Exception {
    PackageSurface now = found("dev.atoll.wasm");
    String after =
        "dev.atoll.wasm.ModuleValidator: public static void"
            + " dev.atoll.wasm.ModuleValidator.validate(dev.atoll.wasm.WasmModule)";
    TreeSet<String> lines = new TreeSet<>(now.lines());
    assertThat(lines.remove(after)).isTrue();
    lines.add(after.replace("static void", "static java.util.List"));
    PackageSurface before = new PackageSurface(now.name(), "1.0.0", lines);

    assertThat(complaints(Map.of("p", before), Map.of("p", copy(now, "1.0.0"))))
        .startsWith(
            "package dev.atoll.wasm has changed and is still 1.0.0: set @Version(\"2.0.0\") in its"
                + " package-info")
        .contains("+ " + after);
    assertThat(complaints(Map.of("p", before), Map.of("p", copy(now, "1.1.0"))))
        .startsWith(
            "package dev.atoll.wasm has changed and is only 1.1.0: set @Version(\"2.0.0\") in its"
                + " package-info");
    assertThat(complaints(Map.of("p", before), Map.of("p", copy(now, "2.0.0")))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | ; a.X: public int a.X.x() | 1.2.3",
        "a method of a class | + a.X: public int a.X.y() | 1.3.0",
        "a type | + a.Y: public abstract interface a.Y; + a.Y: public abstract void a.Y.z() |"
            + " 1.3.0",
        "a method that plugins must have | + a.Port: public abstract void a.Port.n() | 2.0.0",
        "a method that nobody must have | + a.Port: public default void a.Port.n() | 1.3.0",
        "a method that Atoll must have | + a.Own: public abstract void a.Own.n() | 1.3.0",
        "a method of sealed types | + a.S: public abstract void a.S.n() | 1.3.0",
        "a default | - a.Port: public abstract void a.Port.m(); + a.Port: public default void"
            + " a.Port.m() | 1.3.0",
        "a default less | - a.Own: public default void a.Own.d(); + a.Own: public abstract void"
            + " a.Own.d() | 2.0.0",
        "a constant | + a.E: public static final a.E a.E.TWO | 2.0.0",
        "a number | + a.X: public static final int a.X.MAX | 1.3.0",
        "one more below | + a.X: permits a.Z | 2.0.0",
        "something gone | - a.X: public int a.X.x() | 2.0.0",
        "a role | - a.Own: for Atoll to implement; + a.Own: for plugins to implement | 2.0.0"
      })
  void aChangeAsksForTheVersionThatSaysWhoMustAdapt(String what, String edits, String version) {
    TreeSet<String> lines =
        new TreeSet<>(
            List.of(
                "a.X: public class a.X",
                "a.X: public int a.X.x()",
                "a.E: public final enum a.E",
                "a.E: public static final a.E a.E.ONE",
                "a.S: public abstract static interface a.S",
                "a.S: permits a.S$One",
                "a.Port: for plugins to implement",
                "a.Port: public abstract void a.Port.m()",
                "a.Own: for Atoll to implement",
                "a.Own: public default void a.Own.d()"));
    PackageSurface before = new PackageSurface("a", "1.2.3", new TreeSet<>(lines));
    for (String edit : edits.split("; ", -1)) {
      if (edit.startsWith("- ")) {
        assertThat(lines.remove(edit.substring(2))).as(edit).isTrue();
      } else if (edit.startsWith("+ ")) {
        lines.add(edit.substring(2));
      }
    }

    SurfaceChange change = new SurfaceChange(before, new PackageSurface("a", "1.2.3", lines));

    assertThat(change.versionWanted()).as(what).isEqualTo(version);
    assertThat(change.complaint().isEmpty()).isEqualTo(version.equals("1.2.3"));
  }

  @Test
  void whatWasJoinedFromTwoChangesOfOneVersionIsNoticed() {
    PackageSurface surface =
        new PackageSurface("a", "1.1.0", new TreeSet<>(List.of("a.X: public class a.X")));
    List<String> text = new ArrayList<>(PackageSurface.format(Map.of("a", surface)));
    assertThat(PackageSurface.parse(text)).isEqualTo(Map.of("a", surface));

    text.add("  a.X: public int a.X.other()");

    assertThatThrownBy(() -> PackageSurface.parse(text))
        .hasMessageStartingWith(
            "lines of package a 1.1.0 were changed by hand or joined from two changes: their digest"
                + " is ");
  }

  @Test
  void whoImplementsATypeIsPartOfTheSurface() throws Exception {
    assertThat(found("dev.atoll.spi.storage").lines())
        .contains("dev.atoll.spi.storage.StorageFactory: for plugins to implement");
  }

  private static PackageSurface found(String name) throws Exception {
    return Objects.requireNonNull(SurfaceReader.read(BUNDLES).get(name), name);
  }

  private static PackageSurface copy(PackageSurface surface, String version) {
    return new PackageSurface(surface.name(), version, surface.lines());
  }

  private static List<String> complaints(
      Map<String, PackageSurface> before, Map<String, PackageSurface> after) {
    List<String> complaints = new ArrayList<>();
    before.forEach(
        (name, surface) -> {
          if (after.containsKey(name)) {
            complaints.addAll(
                new SurfaceChange(surface, Objects.requireNonNull(after.get(name))).complaint());
          }
        });
    return complaints;
  }

  private static List<String> differences(
      Map<String, PackageSurface> before, Map<String, PackageSurface> after) {
    Set<String> old = new LinkedHashSet<>(PackageSurface.format(before));
    Set<String> now = new LinkedHashSet<>(PackageSurface.format(after));
    List<String> differences = new ArrayList<>();
    old.stream().filter(line -> !now.contains(line)).forEach(line -> differences.add("- " + line));
    now.stream().filter(line -> !old.contains(line)).forEach(line -> differences.add("+ " + line));
    return differences;
  }
}
