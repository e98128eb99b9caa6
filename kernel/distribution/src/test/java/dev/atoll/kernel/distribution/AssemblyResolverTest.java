package dev.atoll.kernel.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.distribution.Assembly.Link;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssemblyResolverTest {

  private static final String STORAGE = "dev.atoll.spi.storage.StorageFactory";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  private BundleFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new BundleFolder(directory.resolve("bundles"));
  }

  @Test
  void whatABundleNeedsComesWithIt() throws Exception {
    folder.provides("store", "1.0", "t.Store").needs("front", "1.0", "t.Store");
    folder.provides("unused", "1.0", "t.Other");

    Assembly assembly = resolve("bundles: [test:front]\n");

    assertThat(names(assembly)).containsExactly("front", "store");
    assertThat(assembly.wires())
        .contains(new Link("front", "the service t.Store", "store", "the only one"))
        .contains(new Link("d.yaml:2", "test:front", "front", "named in d.yaml:2"));
    assertThat(assembly.reasons(assembly.started().get(1)))
        .containsExactly(
            "front needs the service t.Store: the only one",
            "d.yaml:2 asks for test:front: named in d.yaml:2");
  }

  @Test
  void theRuleIsNamedThenHighestVersionThenName() throws Exception {
    folder.provides("a", "1.0", "t.Store").provides("b", "1.0", "t.Store");
    folder.needs("front", "1.0", "t.Store");
    assertThat(names(resolve("bundles: [test:front]\n"))).containsExactly("front", "a");
    assertThat(names(resolve("bundles: [test:front, test:b]\n"))).containsExactly("front", "b");

    folder.provides("b", "2.0", "t.Store");

    Assembly highest = resolve("bundles: [test:front]\n");
    assertThat(highest.started()).extracting(Candidate::toString).contains("b 2.0.0");
    assertThat(highest.wires())
        .extracting(Link::reason)
        .contains("highest version, before a 1.0.0, b 1.0.0");
  }

  @Test
  void aPortAndWhoImplementsItChooseABundle() throws Exception {
    folder.provides("atoll-storage-heap", "1.0", STORAGE);
    folder.provides("atoll-storage-zip", "1.0", STORAGE);
    folder.needs("front", "1.0", STORAGE);

    Assembly assembly = resolve("bundles: [test:front]\nrequires: [{storage: zip}]\n");

    assertThat(names(assembly)).containsExactly("front", "atoll-storage-zip");
  }

  @Test
  void aCapabilityOfAnyNamespaceCanBeRequired() throws Exception {
    folder.bundle("old", "1.0", Map.of("Provide-Capability", "t.schema;version:Version=1"));
    folder.bundle("new", "1.0", Map.of("Provide-Capability", "t.schema;version:Version=2"));

    assertThat(names(resolve("requires: ['t.schema; version=\"[1,2)\"']\n")))
        .containsExactly("old");
  }

  @Test
  void whatIsOptionalBringsNothingIn() throws Exception {
    folder.bundle("lib", "1.0", Map.of("Export-Package", "t.lib"));
    folder.bundle("front", "1.0", Map.of("Import-Package", "t.lib;resolution:=optional"));

    assertThat(names(resolve("bundles: [test:front]\n"))).containsExactly("front");
    assertThat(resolve("bundles: [test:front, test:lib]\n").wires())
        .extracting(Link::bundle, Link::provider)
        .contains(org.assertj.core.groups.Tuple.tuple("front", "lib"));
  }

  @Test
  void oneVersionOfABundleIsFoundThatSuitsAll() throws Exception {
    lib("1.0").lib("2.0");
    folder.bundle("new", "1.0", Map.of("Import-Package", "t.lib"));
    folder.bundle("old", "1.0", Map.of("Import-Package", "t.lib;version=\"[1,2)\""));

    assertThat(resolve("bundles: [test:new, test:old]\n").started())
        .extracting(Candidate::toString)
        .contains("lib 1.0.0")
        .doesNotContain("lib 2.0.0");
  }

  @Test
  void aClashOfVersionsNamesBothSides() throws Exception {
    lib("1.0").lib("2.0");
    folder.bundle("new", "1.0", Map.of("Import-Package", "t.lib;version=\"[2,3)\""));
    folder.bundle("old", "1.0", Map.of("Import-Package", "t.lib;version=\"[1,2)\""));

    assertUnresolved(
        "bundles: [test:new, test:old]\n",
        "two versions of a bundle are needed, and a distribution holds one: lib 1.0.0 (for old:"
            + " the package t.lib [1.0.0,2.0.0)) and lib 2.0.0 (for new: the package t.lib"
            + " [2.0.0,3.0.0))");
  }

  @Test
  void aVersionThatIsNotThereIsNamedWithTheOneThatIs() throws Exception {
    lib("1.0");
    folder.bundle("new", "1.0", Map.of("Import-Package", "t.lib;version=\"[2,3)\""));

    assertUnresolved(
        "bundles: [test:new]\n",
        "new needs the package t.lib [2.0.0,3.0.0): no bundle exports it, lib 1.0.0 has 1.0.0");
  }

  @Test
  void aMissingCapabilityIsNamedWithThoseThatAreNotAllowed() throws Exception {
    folder.provides("store", "1.0", "t.Store").needs("front", "1.0", "t.Store");

    assertUnresolved(
        "bundles: [test:front]\nexclude: [store]\n",
        "front needs the service t.Store: no bundle provides it, store 1.0.0 is excluded"
            + " (d.yaml:3)");
    assertUnresolved(
        "bundles: [test:front]\nrequires: [{storage: any}]\n",
        "d.yaml:3 requires storage: any: no bundle provides it");
  }

  @Test
  void aBundleThatIsNowhereIsNamedWithTheOneThatWasMeant() throws Exception {
    folder.provides("store", "1.0", "t.Store");

    assertUnresolved(
        "bundles: [test:stor]\n",
        "d.yaml:2 names test:stor: no repository has it, did you mean test:store?");
    assertUnresolved(
        "bundles: [test:store:2.0]\n",
        "d.yaml:2 names test:store:2.0: no repository has it, test:store:1.0 is there");
  }

  @Test
  void aServiceThatIsTakenOnceHasOneProvider() throws Exception {
    folder.provides("a", "1.0", "t.Store").provides("b", "1.0", "t.Store");
    folder.needs("front", "1.0", "t.Store");

    assertUnresolved(
        "bundles: [test:front, test:a, test:b]\n",
        "front needs the service t.Store once, and several bundles provide it: a 1.0.0, b 1.0.0");
  }

  @Test
  void theSameBundleWithTwoContentsIsRefused() throws Exception {
    folder.provides("store", "1.0", "t.Store");
    Path copy = folder.path().resolve("copy.jar");
    folder.write(copy, "store", "1.0", Map.of("Provide-Capability", "t.x"));

    assertThatThrownBy(() -> resolve("bundles: [test:store]\n"))
        .hasMessageContaining("bundle store 1.0.0 is there twice with different contents: ")
        .hasMessageContaining("copy.jar");
  }

  @Test
  void aPinnedBundleIsTakenFromTheLocalMavenRepository() throws Exception {
    Path jar = directory.resolve("m2/test/lib/1.0/lib-1.0.jar");
    folder.write(jar, "lib", "1.0", Map.of());

    assertThat(resolve("bundles: [test:lib:1.0]\n").started())
        .extracting(Candidate::file)
        .containsExactly(jar);
  }

  private AssemblyResolverTest lib(String version) throws IOException {
    folder.bundle("lib", version, Map.of("Export-Package", "t.lib;version=" + version));
    return this;
  }

  private Assembly resolve(String text) throws IOException {
    Path yaml = Files.writeString(directory.resolve("d.yaml"), "id: t:d\n" + text);
    Repositories repositories = folder.repositories();
    return AssemblyResolver.resolve(new DistributionReader(repositories).read(yaml), repositories);
  }

  private void assertUnresolved(String text, String... problems) {
    assertThatThrownBy(() -> resolve(text))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNRESOLVED))
        .hasMessage("the distribution does not resolve:\n  " + String.join("\n  ", problems));
  }

  private static List<String> names(Assembly assembly) {
    return assembly.started().stream().map(Candidate::symbolicName).toList();
  }
}
