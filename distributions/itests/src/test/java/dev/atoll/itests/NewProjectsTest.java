package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.plugin.Kind;
import dev.atoll.kernel.plugin.PluginProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What `atoll plugin new` writes compiles with every name in its place; that the first of them
/// builds with Maven and passes its contract is seen in [ThirdPartyIT].
final class NewProjectsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("dev.atoll.kernel.plugin.Kind#ALL")
  void theSourcesOfANewProjectCompile(Kind kind) throws Exception {
    new PluginProject(kind, "two-words", "org.acme.own").writeTo(directory.resolve("project"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();

    try (var files = compiler.getStandardFileManager(said, null, null)) {
      List<String> options = new ArrayList<>(List.of("-proc:none", "-implicit:none"));
      options.addAll(List.of("-cp", System.getProperty("java.class.path")));
      options.addAll(List.of("-d", Files.createDirectory(directory.resolve("classes")).toString()));
      compiler
          .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources()))
          .call();
    }

    assertThat(said.getDiagnostics())
        .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
  }

  private List<Path> sources() throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("project"))) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }
}
