import { IDL, query, update } from 'azle';

/** Greets, and remembers how often. */
export default class {
    message: string = 'Hello world!';
    changes: bigint = 0n;

    @query([], IDL.Text)
    getMessage(): string {
        return this.message;
    }

    @update([IDL.Text], IDL.Nat64)
    setMessage(message: string): bigint {
        this.message = message;
        this.changes += 1n;
        return this.changes;
    }

    @update([])
    changeAndThrow(): void {
        this.message = 'never seen';
        throw new Error('on purpose');
    }
}
