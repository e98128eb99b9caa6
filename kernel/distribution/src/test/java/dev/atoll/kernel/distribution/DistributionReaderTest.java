package dev.atoll.kernel.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionReaderTest {

  @TempDir private Path directory;

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheOneThatWasMeant() {
    assertThatThrownBy(() -> read("a.yaml", "id: a:b\nvaribles: {}\n"))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "a.yaml line 2: key varibles of the distribution is unknown, did you mean variables?");
  }

  @Test
  void anUnknownKeyOfAListenerIsNamed() {
    assertThatThrownBy(
            () -> read("a.yaml", "id: a:b\nlisteners:\n  - nam: x\n    host: y\n    port: 1\n"))
        .hasMessage("a.yaml line 3: key nam of a listener is unknown, did you mean name?");
  }

  @Test
  void aKeyThatIsThereTwiceIsNamedWithBothLines() {
    assertThatThrownBy(() -> read("a.yaml", "id: a:b\nconfig: {}\nid: c:d\n"))
        .hasMessage("a.yaml line 3: key id is there twice, first in line 1");
  }

  @Test
  void aBundleThatIsThereTwiceIsNamed() {
    assertThatThrownBy(() -> read("a.yaml", "id: a:b\nbundles:\n  - x:y\n  - x:y:1\n"))
        .hasMessage("a.yaml line 4: x:y is there twice in bundles");
  }

  @Test
  void whatIsNoYamlIsReportedWithItsLine() {
    assertThatThrownBy(() -> read("a.yaml", "id: a:b\nbundles: [\n"))
        .hasMessageStartingWith("a.yaml line 3: ");
  }

  @Test
  void aMistypedPortOfTheSpiIsNamedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> read("a.yaml", "id: a:b\nrequires:\n  - storag: mapdb\n"))
        .hasMessageStartingWith(
            "a.yaml line 3: storag is no port of the SPI, did you mean storage?, which has: core");
  }

  @Test
  void aCircleOfExtendsIsShownWhole() throws Exception {
    write("a.yaml", "id: t:a\nextends: b.yaml\n");
    write("b.yaml", "id: t:b\nextends: c.yaml\n");
    write("c.yaml", "id: t:c\nextends: a.yaml\n");

    assertThatThrownBy(() -> reader().read(directory.resolve("a.yaml")))
        .hasMessage(
            "c.yaml line 2: extends goes in a circle: %1$s/a.yaml -> %1$s/b.yaml -> %1$s/c.yaml -> %1$s/a.yaml"
                .formatted(directory.toRealPath()));
  }

  @Test
  void whatIsExtendedMustBeThere() {
    assertThatThrownBy(() -> read("a.yaml", "id: t:a\nextends: t:b:1\n"))
        .hasMessage("a.yaml line 2: extends t:b:1: no repository has this distribution");
    assertThatThrownBy(() -> read("a.yaml", "id: t:a\nextends: ../b.yaml\n"))
        .hasMessageStartingWith("a.yaml line 2: extends ../b.yaml: there is no file ");
  }

  @Test
  void severalSubnetsAreRefused() {
    assertThatThrownBy(() -> read("a.yaml", "id: t:a\nsubnets:\n  - name: one\n  - name: two\n"))
        .hasMessage("a.yaml line 4: there are several subnets, a node takes part in one for now");
  }

  @Test
  void aChildAddsToItsParentAndReplacesByName() throws Exception {
    write(
        "parent.yaml",
        """
        id: t:parent
        description: a parent
        variables: {port: 1, host: h}
        listeners: [{name: http, host: h, port: 1}]
        bundles: [t:one, t:two, t:three:1]
        requires: [{storage: mapdb}]
        alternatives: [t:spare]
        config: {one: {a: 1, b: {c: 2}}}
        """);

    DistributionFile child =
        read(
            "child.yaml",
            """
            id: t:child
            extends: parent.yaml
            variables: {port: 2}
            bundles: [t:three:2, t:four, t:spare]
            requires: [{storage: rocksdb}, {gateway: any}]
            exclude: [t:two]
            config: {one: {b: {d: 3}}, four: }
            subnets: [{name: main, config: {one: {a: 9}}}]
            """);

    assertThat(child.id()).isEqualTo("t:child");
    assertThat(child.description()).isEqualTo("a parent");
    assertThat(child.variables()).isEqualTo(Map.of("port", 2, "host", "h"));
    assertThat(child.listeners()).hasSize(1);
    assertThat(child.bundles())
        .extracting(BundlePattern::toString)
        .containsExactly("t:one", "t:three:2", "t:four", "t:spare");
    assertThat(child.requires())
        .extracting(Need::toString)
        .containsExactly("storage: rocksdb", "gateway: any");
    assertThat(child.alternatives()).isEmpty();
    assertThat(child.effectiveConfig())
        .isEqualTo(Map.of("one", Map.of("a", 9, "b", Map.of("c", 2, "d", 3)), "four", Map.of()));
  }

  @Test
  void whatIsWrittenOutReadsAsTheSame() throws Exception {
    DistributionFile distribution =
        read(
            "a.yaml",
            """
            id: t:a
            version: 1.2.0
            description: "a: b # c"
            variables: {port: 8000, host: 127.0.0.1, keep: false}
            listeners: [{name: http, host: "${host}", port: "${port}"}]
            bundles: ["t:one:[1,2)", t:two]
            requires: [{storage: any}, 'osgi.service; objectClass=a.B']
            exclude: [three]
            config: {one: {a: "${keep}"}}
            subnets: [{name: main, config: {one: {b: 1}}}]
            """);

    DistributionFile again = read("b.yaml", DistributionWriter.toYaml(distribution));

    assertThat(DistributionWriter.toYaml(again)).isEqualTo(DistributionWriter.toYaml(distribution));
    assertThat(again.variables()).isEqualTo(distribution.variables());
    assertThat(again.listeners()).isEqualTo(distribution.listeners());
    assertThat(again.requires()).extracting(Need::filter).contains("(objectClass=a.B)");
    assertThat(again.effectiveConfig()).isEqualTo(distribution.effectiveConfig());
  }

  @Test
  void theStarterIsADistribution() throws Exception {
    write("parent.yaml", "id: t:parent\n");

    DistributionFile starter = read("a.yaml", Starter.yaml("My Node", "parent.yaml"));

    assertThat(starter.id()).isEqualTo("com.example:my-node");
  }

  private DistributionReader reader() {
    return new DistributionReader(Repositories.of(List.of(), directory.resolve("m2")));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private DistributionFile read(String name, String text) throws IOException {
    write(name, text);
    return reader().read(directory.resolve(name));
  }
}
