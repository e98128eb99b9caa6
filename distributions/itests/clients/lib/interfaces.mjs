// The Candid interfaces of the canisters under test, and the part of the management canister that is used.

const settings = (IDL) =>
  IDL.Record({
    controllers: IDL.Opt(IDL.Vec(IDL.Principal)),
    compute_allocation: IDL.Opt(IDL.Nat),
    memory_allocation: IDL.Opt(IDL.Nat),
    freezing_threshold: IDL.Opt(IDL.Nat),
  });

const mode = (IDL) =>
  IDL.Variant({
    install: IDL.Null,
    reinstall: IDL.Null,
    upgrade: IDL.Opt(
      IDL.Record({
        skip_pre_upgrade: IDL.Opt(IDL.Bool),
        wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })),
      }),
    ),
  });

export const interfaces = {
  management: ({ IDL }) => {
    const one = IDL.Record({ canister_id: IDL.Principal });
    const chunk = IDL.Record({ hash: IDL.Vec(IDL.Nat8) });
    return IDL.Service({
      provisional_create_canister_with_cycles: IDL.Func(
        [IDL.Record({ amount: IDL.Opt(IDL.Nat), settings: IDL.Opt(settings(IDL)) })],
        [one],
        [],
      ),
      provisional_top_up_canister: IDL.Func(
        [IDL.Record({ canister_id: IDL.Principal, amount: IDL.Nat })],
        [],
        [],
      ),
      install_code: IDL.Func(
        [
          IDL.Record({
            mode: mode(IDL),
            canister_id: IDL.Principal,
            wasm_module: IDL.Vec(IDL.Nat8),
            arg: IDL.Vec(IDL.Nat8),
          }),
        ],
        [],
        [],
      ),
      upload_chunk: IDL.Func([IDL.Record({ canister_id: IDL.Principal, chunk: IDL.Vec(IDL.Nat8) })], [chunk], []),
      stored_chunks: IDL.Func([one], [IDL.Vec(chunk)], []),
      clear_chunk_store: IDL.Func([one], [], []),
      install_chunked_code: IDL.Func(
        [
          IDL.Record({
            mode: mode(IDL),
            target_canister: IDL.Principal,
            store_canister: IDL.Opt(IDL.Principal),
            chunk_hashes_list: IDL.Vec(chunk),
            wasm_module_hash: IDL.Vec(IDL.Nat8),
            arg: IDL.Vec(IDL.Nat8),
          }),
        ],
        [],
        [],
      ),
      update_settings: IDL.Func([IDL.Record({ canister_id: IDL.Principal, settings: settings(IDL) })], [], []),
      uninstall_code: IDL.Func([one], [], []),
      start_canister: IDL.Func([one], [], []),
      stop_canister: IDL.Func([one], [], []),
      delete_canister: IDL.Func([one], [], []),
      canister_status: IDL.Func(
        [one],
        [
          IDL.Record({
            status: IDL.Variant({ running: IDL.Null, stopping: IDL.Null, stopped: IDL.Null }),
            module_hash: IDL.Opt(IDL.Vec(IDL.Nat8)),
            memory_size: IDL.Nat,
            cycles: IDL.Nat,
            version: IDL.Nat64,
            settings: IDL.Record({ controllers: IDL.Vec(IDL.Principal), freezing_threshold: IDL.Nat }),
          }),
        ],
        [],
      ),
      fetch_canister_logs: IDL.Func(
        [one],
        [
          IDL.Record({
            canister_log_records: IDL.Vec(
              IDL.Record({ idx: IDL.Nat64, timestamp_nanos: IDL.Nat64, content: IDL.Vec(IDL.Nat8) }),
            ),
          }),
        ],
        ['query'],
      ),
    });
  },

  // counter.mo and counter_v2.mo
  counter: ({ IDL }) =>
    IDL.Service({
      inc: IDL.Func([], [IDL.Nat], []),
      add: IDL.Func([IDL.Nat], [IDL.Nat], []),
      get: IDL.Func([], [IDL.Nat], ['query']),
      incAndTrap: IDL.Func([], [IDL.Nat], []),
      whoami: IDL.Func([], [IDL.Principal], ['query']),
      version: IDL.Func([], [IDL.Nat], ['query']),
      nothing: IDL.Func([], [], []),
    }),

  // counter.c
  plain: ({ IDL }) => {
    const update = () => IDL.Func([], [IDL.Nat64], []);
    return IDL.Service({
      inc: update(),
      get: IDL.Func([], [IDL.Nat64], ['query']),
      write_and_trap: update(),
      divide_by_zero: update(),
      out_of_bounds: update(),
      spin: update(),
      spin_query: IDL.Func([], [IDL.Nat64], ['query']),
      recurse: update(),
      no_reply: update(),
      reject: update(),
      print: update(),
      instructions: IDL.Func([], [IDL.Nat64], ['query']),
      trap_in_callback: update(),
      cleanup_count: IDL.Func([], [IDL.Nat64], ['query']),
    });
  },

  // the query `get` of counter.c, called as an update
  replicated: ({ IDL }) =>
    IDL.Service({ get: IDL.Func([], [IDL.Nat64], []), instructions: IDL.Func([], [IDL.Nat64], []) }),

  // caller.mo
  caller: ({ IDL }) =>
    IDL.Service({
      double: IDL.Func([IDL.Principal, IDL.Nat], [IDL.Nat], []),
      refused: IDL.Func([IDL.Principal, IDL.Text], [IDL.Text], []),
      failed: IDL.Func([IDL.Principal], [IDL.Text], []),
      trapAfterCall: IDL.Func([IDL.Principal], [IDL.Nat], []),
      marks: IDL.Func([], [IDL.Nat, IDL.Nat], ['query']),
      pay: IDL.Func([IDL.Principal, IDL.Nat, IDL.Nat], [IDL.Nat, IDL.Nat], []),
    }),

  // callee.mo
  callee: ({ IDL }) => IDL.Service({ callCount: IDL.Func([], [IDL.Nat], ['query']) }),

  // store.mo and store_base.mo
  store: ({ IDL }) =>
    IDL.Service({
      put: IDL.Func([IDL.Text, IDL.Text], [IDL.Opt(IDL.Text)], []),
      get: IDL.Func([IDL.Text], [IDL.Opt(IDL.Text)], ['query']),
      size: IDL.Func([], [IDL.Nat], ['query']),
      fill: IDL.Func([IDL.Nat, IDL.Nat], [IDL.Nat], []),
      startTicking: IDL.Func([], [], []),
      tickCount: IDL.Func([], [IDL.Nat], ['query']),
      certify: IDL.Func([IDL.Vec(IDL.Nat8)], [], []),
      certificate: IDL.Func([], [IDL.Opt(IDL.Vec(IDL.Nat8))], ['query']),
      putAndTrap: IDL.Func([IDL.Text, IDL.Text], [], []),
    }),

  // canisters/azle/index.ts
  hello: ({ IDL }) =>
    IDL.Service({
      getMessage: IDL.Func([], [IDL.Text], ['query']),
      setMessage: IDL.Func([IDL.Text], [IDL.Nat64], []),
      changeAndThrow: IDL.Func([], [], []),
    }),
};
