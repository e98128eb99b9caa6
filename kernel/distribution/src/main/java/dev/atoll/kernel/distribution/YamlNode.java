package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A value of a YAML file that knows its line.
///
/// Scalars are texts, but whole numbers, `true` and `false`: what YAML 1.1 reads into `yes`, `on`
/// or `1:30` stays text.
///
/// @param file as messages name it
/// @param line from 1
/// @param value a text, number or boolean, a list of nodes, a map of nodes, or null
record YamlNode(String file, int line, @Nullable Object value) {

  /// @throws KernelException if the file is not YAML
  static YamlNode read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      @Nullable Node root =
          new Yaml(new LoaderOptions()).compose(new java.io.StringReader(Files.readString(file)));
      return root == null ? new YamlNode(name, 1, Map.of()) : of(name, root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new KernelException(
          Code.CONFIG,
          "%s line %d: %s".formatted(name, line, e.getProblem()),
          "correct the YAML in " + file,
          e);
    }
  }

  private static YamlNode of(String file, Node node) {
    int line = node.getStartMark().getLine() + 1;
    return switch (node) {
      case MappingNode mapping -> new YamlNode(file, line, entries(file, mapping));
      case SequenceNode sequence ->
          new YamlNode(file, line, sequence.getValue().stream().map(n -> of(file, n)).toList());
      case ScalarNode scalar -> new YamlNode(file, line, scalar(scalar));
      default -> throw new IllegalStateException(node.toString());
    };
  }

  private static Map<String, YamlNode> entries(String file, MappingNode mapping) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode key = of(file, tuple.getKeyNode());
      YamlNode value = of(file, tuple.getValueNode());
      @Nullable YamlNode before = entries.put(String.valueOf(key.value), value);
      if (before != null) {
        throw key.error(
            "key %s is there twice, first in line %d".formatted(key.value, before.line),
            "remove one of the two");
      }
    }
    return entries;
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return null;
    }
    if (node.getTag().equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    if (node.getTag().equals(Tag.INT) && text.matches("-?(0|[1-9]\\d{0,17})")) {
      long number = Long.parseLong(text);
      return number == (int) number ? (Object) (int) number : (Object) number;
    }
    return text;
  }

  /// `distribution.yaml:12`.
  String place() {
    return file + ":" + line;
  }

  KernelException error(String problem, String fix) {
    return new KernelException(Code.CONFIG, "%s line %d: %s".formatted(file, line, problem), fix);
  }

  /// The entries of a map whose keys are all `known`.
  Map<String, YamlNode> map(String what, Set<String> known) {
    Map<String, YamlNode> map = map(what);
    map.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            throw node.error(
                "key %s of %s is unknown%s".formatted(key, what, NearestName.hint(key, known)),
                "use one of: " + String.join(", ", known.stream().sorted().toList()));
          }
        });
    return map;
  }

  @SuppressWarnings("unchecked") // maps are made above
  Map<String, YamlNode> map(String what) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, YamlNode>) map;
    }
    throw mismatch(what, "a map");
  }

  @SuppressWarnings("unchecked") // lists are made above
  List<YamlNode> list(String what) {
    if (value instanceof List<?> list) {
      return (List<YamlNode>) list;
    }
    throw mismatch(what, "a list");
  }

  String text(String what) {
    if (value == null || value instanceof List<?> || value instanceof Map<?, ?>) {
      throw mismatch(what, "a text");
    }
    return value.toString();
  }

  private KernelException mismatch(String what, String expected) {
    return error(
        "%s is %s, expected %s".formatted(what, value == null ? "empty" : plain(), expected),
        "see docs/distributions.md");
  }

  /// Without lines: texts, numbers, booleans, lists and maps.
  Object plain() {
    return switch (value) {
      case null -> "";
      case List<?> _ -> {
        List<Object> plain = new ArrayList<>();
        list("").forEach(node -> plain.add(node.plain()));
        yield plain;
      }
      case Map<?, ?> _ -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map("").forEach((key, node) -> plain.put(key, node.plain()));
        yield plain;
      }
      default -> value;
    };
  }
}
