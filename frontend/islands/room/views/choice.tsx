/** One choice among a few, with its label: to be used later, or at once. */
import { CommandButton } from "./command";

type Options<T> = readonly (readonly [T, string])[];

/** What is chosen here is used later: arrow keys may pass over it. */
export function Choice<T extends string | number>(props: {
  readonly name: string;
  readonly label: string;
  readonly value: T;
  readonly options: Options<T>;
  readonly choose: (value: T) => void;
}) {
  const { name, label, value, options, choose } = props;
  return (
    <label className="field room-choice">
      <span>{label}</span>
      <select
        data-testid={name}
        value={value}
        onChange={(event) => {
          const found = options[event.target.selectedIndex];
          if (found) choose(found[0]);
        }}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is chosen here is sent: only a press chooses, never a key that moves on. */
export function Switch<T extends string | number>(props: {
  readonly name: string;
  readonly label: string;
  readonly value: T;
  readonly options: Options<T>;
  readonly busy: boolean;
  readonly choose: (value: T) => void;
}) {
  const { name, label, value, options, busy, choose } = props;
  return (
    <fieldset className="room-switch" data-testid={name}>
      <legend>{label}</legend>
      {options.map(([one, text]) => (
        <CommandButton
          key={one}
          name={`${name}-${one}`}
          className={one === value ? "button small primary" : "button small"}
          busy={busy}
          pressed={one === value}
          act={() => {
            if (one !== value) choose(one);
          }}
        >
          {text}
        </CommandButton>
      ))}
    </fieldset>
  );
}
