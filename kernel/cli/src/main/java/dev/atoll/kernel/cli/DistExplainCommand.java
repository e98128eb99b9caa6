package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.Explainer;
import dev.atoll.kernel.distribution.Explainer.Explanation;
import dev.atoll.kernel.distribution.Explainer.Fix;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says why a distribution is as it is, or what would make it resolve.
@Command(
    name = "explain",
    description = {
      "Say why each bundle is in a distribution. If it does not resolve: the smallest change",
      "after which it does, found by trying."
    },
    footer = {
      "",
      "For example:  atoll dist explain my-node",
      "              atoll dist explain my-node --bundle atoll-replica"
    },
    mixinStandardHelpOptions = true)
final class DistExplainCommand implements Callable<Integer> {

  @Mixin private final DistOptions options = new DistOptions();

  @Option(
      names = "--bundle",
      paramLabel = "NAME",
      description = "Explain this one alone, by its symbolic name.")
  private @Nullable String only;

  @Override
  public Integer call() throws Exception {
    Repositories repositories = options.repositories();
    Explanation explanation =
        Explainer.explain(options.distribution(repositories), repositories, options.progress());
    PrintWriter out = options.out();
    if (options.json()) {
      out.print(Json.write(json(explanation)));
    } else {
      explanation.assembly().forEach(assembly -> print(out, assembly));
      if (!explanation.problem().isEmpty()) {
        print(out, explanation);
      }
    }
    out.flush();
    return explanation.problem().isEmpty() ? 0 : Code.UNRESOLVED.exitCode();
  }

  private List<Candidate> shown(Assembly assembly) {
    return assembly.bundles().stream()
        .filter(b -> only == null || b.symbolicName().equals(only))
        .toList();
  }

  private void print(PrintWriter out, Assembly assembly) {
    for (Candidate bundle : shown(assembly)) {
      out.println(bundle);
      List<String> reasons = assembly.reasons(bundle);
      reasons.forEach(reason -> out.println("  " + reason));
      if (reasons.isEmpty()) {
        out.println("  an alternative, or what one needs: it is not started");
      }
    }
  }

  private static void print(PrintWriter out, Explanation explanation) {
    out.println(explanation.problem());
    if (explanation.fixes().isEmpty()) {
      out.println("no change to the distribution of one or two steps makes it resolve");
    }
    for (Fix fix : explanation.fixes()) {
      out.println("it resolves, to %d bundles, if you".formatted(fix.bundles()));
      fix.changes().forEach(change -> out.println("  " + change));
    }
  }

  private Map<String, Object> json(Explanation explanation) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("resolves", explanation.problem().isEmpty());
    answer.put("problem", explanation.problem());
    answer.put(
        "fixes",
        explanation.fixes().stream()
            .map(fix -> Map.of("changes", fix.changes(), "bundles", fix.bundles()))
            .toList());
    Map<String, Object> bundles = new LinkedHashMap<>();
    for (Assembly assembly : explanation.assembly()) {
      shown(assembly).forEach(b -> bundles.put(b.toString(), assembly.reasons(b)));
    }
    answer.put("bundles", bundles);
    return answer;
  }
}
