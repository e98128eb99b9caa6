package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Times updates of a canister in `execution-jvm` and `execution-chicory`, beside V8 on the metered
/// module, whose 64-bit memory is turned into one of 32 bits.
///
/// usage: `CanisterBench canister.wasm canister.mjs rounds calls method...`
public final class CanisterBench {

  private static final String V8_METERED = "v8 metered";
  private static final String JVM = "jvm";
  private static final String CHICORY = "chicory";

  private CanisterBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String wasm = args[0];
    String script = args[1];
    int count = Integer.parseInt(args[2]);
    List<String> calls = List.of(args).subList(3, args.length);
    Path metered = Files.createTempFile("canister", ".wasm");
    Path imports = Files.createTempFile("imports", ".json");
    Bytes module = Bytes.wrap(MeteredModule.of(Bytes.wrap(Files.readAllBytes(Path.of(wasm)))));
    Files.write(metered, module.toByteArray());
    Files.writeString(imports, imports(module));
    SequencedMap<String, List<String>> commands = new LinkedHashMap<>();
    commands.put(
        V8_METERED, with(List.of("node", script, metered.toString(), imports.toString()), calls));
    commands.put(JVM, with(Rounds.java(CanisterRun.class, "jvm", wasm), calls));
    commands.put(CHICORY, with(Rounds.java(CanisterRun.class, "chicory", wasm), calls));
    Rounds rounds = new Rounds(System.out, commands);
    try {
      rounds.run(count);
    } finally {
      Files.delete(metered);
      Files.delete(imports);
    }
    rounds.checkResults();
    rounds.checkInstructions(List.of(V8_METERED, JVM, CHICORY));
    rounds.print("steady (first call)");
    System.out.println("times as long, metered");
    rounds.printRatio(JVM, V8_METERED, name -> true);
    rounds.printRatio(JVM, CHICORY, name -> true);
  }

  private static List<String> with(List<String> command, List<String> calls) {
    return Stream.concat(command.stream(), calls.stream()).toList();
  }

  /// What V8 has to be told of the imports: it does not say their types.
  private static String imports(Bytes bytes) {
    WasmModule module = ValidatedModule.ofPlain(bytes).module();
    List<String> functions = new ArrayList<>();
    for (Import entry : module.imports()) {
      if (entry.type() instanceof ExternalType.Function(int type)) {
        List<ValueType> results = module.types().get(type).results();
        String result =
            results.isEmpty() ? "" : results.getFirst() == ValueType.I64 ? "i64" : "i32";
        functions.add(
            "{\"module\":\"%s\",\"name\":\"%s\",\"result\":\"%s\"}"
                .formatted(entry.module(), entry.name(), result));
      }
    }
    return "[" + String.join(",", functions) + "]";
  }
}
