/** Whom to call at a site, and how: a press dials where there is a telephone. */
import type { Site } from "../types";
import type { MeetingProps } from "./stage";

type Props = Pick<MeetingProps, "text"> & { readonly site: Site | undefined };

/** The desk's: who is on duty at a site, and the number. */
export function Contact({ text, site }: Props) {
  if (!site?.hotline && !site?.technician) return null;
  return (
    <span className="room-contact" data-testid="contact" data-site={site.id}>
      {text.contact.technician(site.technician)} <Hotline site={site} />
    </span>
  );
}

/** A site's: the technician of the hub, who presides by the plan. */
export function HubContact({ text, state, snapshot }: Omit<MeetingProps, "room">) {
  const first = state.state?.first;
  const site = snapshot.sites.find(({ id }) => id === first);
  if (!site?.hotline || site.id === snapshot.me.site) return null;
  return (
    <p className="room-contact" data-testid="hub-contact">
      {text.contact.hub(site.technician)} <Hotline site={site} />
    </p>
  );
}

function Hotline({ site }: { readonly site: Site }) {
  if (!site.hotline) return null;
  return <a href={`tel:${site.hotline.replace(/[^+0-9]/g, "")}`}>{site.hotline}</a>;
}
