package dev.atoll.bench;

import dev.atoll.types.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Times the engines on the kernels, beside V8 on the same module and on the metered one.
///
/// usage: `EngineBench kernels32.wasm kernels64.wasm kernels.mjs [rounds [runs]]`
public final class EngineBench {

  private static final String V8 = "v8";
  private static final String V8_METERED = "v8 metered";
  private static final String JVM = "jvm";
  private static final String JVM64 = "jvm 64-bit";
  private static final String CHICORY = "chicory";

  private EngineBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String narrow = args[0];
    String wide = args[1];
    String script = args[2];
    int count = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    String runs = args.length > 4 ? args[4] : "7";
    Path metered = Files.createTempFile("kernels", ".wasm");
    Files.write(metered, MeteredModule.of(Bytes.wrap(Files.readAllBytes(Path.of(narrow)))));
    SequencedMap<String, List<String>> commands = new LinkedHashMap<>();
    commands.put(V8, List.of("node", script, narrow, runs));
    commands.put(V8_METERED, List.of("node", script, metered.toString(), runs));
    commands.put(JVM, Rounds.java(EngineRun.class, "jvm", narrow, runs));
    commands.put(JVM64, Rounds.java(EngineRun.class, "jvm", wide, runs));
    commands.put(CHICORY, Rounds.java(EngineRun.class, "chicory", narrow, runs));
    Rounds rounds = new Rounds(System.out, commands);
    try {
      rounds.run(count);
    } finally {
      Files.delete(metered);
    }
    rounds.checkResults();
    rounds.checkInstructions(List.of(V8_METERED, JVM, CHICORY));
    rounds.print("best run (first run)");
    System.out.println("times as long, metered (first six kernels: geometric mean)");
    for (List<String> pair :
        List.of(
            List.of(JVM, V8),
            List.of(JVM, V8_METERED),
            List.of(JVM64, JVM),
            List.of(JVM, CHICORY))) {
      rounds.printRatio(pair.getFirst(), pair.getLast(), name -> !name.equals("interpreter"));
    }
  }
}
