/** One choice among a few, with its label. */

export function Choice<T extends string | number>(props: {
  readonly name: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
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
