package dev.atoll.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// What `plugin new` writes; that it builds is seen in `distributions/itests`.
final class PluginProjectTest {

  private static final Path EXAMPLES = Path.of("../../plugin-examples");

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("dev.atoll.kernel.plugin.Kind#ALL")
  void everyFileOfTheExampleIsInTheProject(Kind kind) throws IOException {
    Path example = EXAMPLES.resolve(kind.example().artifact());

    List<Path> written =
        new PluginProject(kind, "my-own", "org.acme.own").writeTo(directory.resolve("own"));

    assertThat(written.stream().filter(p -> p.startsWith("src")).count())
        .isEqualTo(sources(example).size());
  }

  @ParameterizedTest
  @FieldSource("dev.atoll.kernel.plugin.Kind#ALL")
  void nothingOfTheExamplesNamesIsLeft(Kind kind) throws IOException {
    new PluginProject(kind, "my-own", "org.acme.own").writeTo(directory);

    for (Path file : files(directory)) {
      String text = Files.readString(file);
      assertThat(text)
          .as(file.toString())
          .doesNotContain(kind.example().packageName(), kind.example().artifact())
          .doesNotContainPattern(kind.example().classes())
          .doesNotContainPattern("@[a-zA-Z]+@");
    }
    assertThat(Files.readString(directory.resolve("pom.xml")))
        .contains("<groupId>org.acme</groupId>", "<artifactId>my-own</artifactId>", "atoll-bom")
        .doesNotContain("candid -->");
  }

  @ParameterizedTest
  @FieldSource("dev.atoll.kernel.plugin.Kind#ALL")
  void classesAreInTheFilesOfTheirNames(Kind kind) throws IOException {
    new PluginProject(kind, "two-words", "org.acme.own").writeTo(directory);

    for (Path file : files(directory.resolve("src"))) {
      if (!file.toString().endsWith(".java")) {
        continue;
      }
      String name = String.valueOf(file.getFileName()).replace(".java", "");
      assertThat(Files.readString(file))
          .contains("package org.acme.own;")
          .containsPattern(
              name.equals("package-info") ? "@NullMarked" : "(class|record) " + name + "\\b");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "My-Storage | com.example.x | name is \"My-Storage\", expected at most 50 lower-case",
        "a--b | com.example.x | name is \"a--b\", expected",
        "../evil | com.example.x | name is \"../evil\", expected",
        "9lives | com.example.x | name is \"9lives\", expected",
        "atoll-mine | com.example.x | names that begin with atoll- are those of Atoll's own",
        "mine | com.example.class | package is \"com.example.class\", expected a name of Java",
        "mine | mine | package is \"mine\", expected a name of Java in lower case with a dot",
        "mine | dev.atoll.spi | package is dev.atoll.spi: packages that begin so belong to others"
      })
  void aNameThatWouldNotWorkIsRefused(String name, String packageName, String message) {
    assertThatThrownBy(() -> new PluginProject(Kind.STORAGE, name, packageName))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aKindThatThereIsNotNamesThoseThatThereAre() {
    assertThatThrownBy(() -> Kind.of("storag"))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "storag is no kind of plugin to begin with, did you mean storage?, there are: storage,"
                + " mount, ingress-filter, metrics, native-canister");
    assertThat(Kind.of("gateway-mount")).isEqualTo(Kind.MOUNT);
  }

  @Test
  void aPortWithoutAnExampleSaysWhereToBeginInstead() {
    assertThatThrownBy(() -> Kind.of("execution"))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("no project begins as execution: an engine is a whole interpreter")
        .hasMessageEndingWith(
            "extend WasmEngineContract instead, and read bundles/execution-chicory");
  }

  @Test
  void aFolderWithSomethingInItIsLeftAlone() throws IOException {
    Files.writeString(directory.resolve("mine.txt"), "mine");

    assertThatThrownBy(
            () -> new PluginProject(Kind.MOUNT, "mine", "com.example.x").writeTo(directory))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("is there already, expected a new or an empty folder");
    assertThat(files(directory)).hasSize(1);
  }

  private static List<Path> sources(Path example) throws IOException {
    return files(example.resolve("src"));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
