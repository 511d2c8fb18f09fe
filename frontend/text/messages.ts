/** The shape every language must fill: a missing sentence does not compile. */
export interface Messages {
  readonly room: {
    readonly loading: string;
    readonly loadFailed: string;
    readonly states: {
      readonly waiting: string;
      readonly speaking: string;
      readonly chairing: string;
      readonly listening: string;
      readonly closed: string;
    };
    readonly stageEmpty: string;
    readonly stageAlone: string;
    readonly noPicture: string;
    readonly ownPicture: string;
    readonly roleSpeaker: string;
    readonly roleChair: string;
    readonly microphone: {
      readonly live: string;
      readonly muted: string;
      readonly missing: string;
      readonly companion: string;
    };
    readonly startSound: string;
    readonly soundBlocked: string;
  };
  readonly chair: {
    readonly sites: string;
    readonly present: string;
    readonly absent: string;
    readonly onFloor: string;
    readonly isChair: string;
    readonly grant: string;
    readonly revoke: string;
    readonly open: string;
    readonly presentCount: (present: number, all: number) => string;
    readonly sending: string;
    readonly dismiss: string;
    readonly notDone: string;
  };
  readonly connection: {
    readonly connecting: string;
    readonly lost: string;
    readonly because: {
      readonly network: string;
      readonly server: string;
      readonly engine: string;
      readonly media: (udp: number, tcp: number) => string;
      readonly signal: string;
    };
    readonly serverOnly: string;
    readonly elsewhere: string;
    readonly takeOver: string;
    readonly refused: string;
    readonly retry: string;
    readonly toPlan: string;
    readonly signIn: string;
    readonly ended: string;
  };
  readonly devices: {
    readonly title: string;
    readonly intro: string;
    readonly companion: string;
    readonly camera: string;
    readonly microphone: string;
    readonly speaker: string;
    readonly defaultSpeaker: string;
    readonly unnamed: (index: number) => string;
    readonly level: string;
    readonly heard: string;
    readonly speak: string;
    readonly testSound: string;
    readonly ownEcho: string;
    readonly enter: string;
    readonly asking: string;
    readonly again: string;
    readonly ready: string;
    readonly problems: {
      readonly insecure: string;
      readonly permission: string;
      readonly noCamera: string;
      readonly noMicrophone: string;
      readonly cameraInUse: string;
      readonly microphoneInUse: string;
      readonly cameraFailed: string;
      readonly microphoneFailed: string;
      readonly silent: string;
      readonly black: string;
      readonly speakerFailed: string;
    };
  };
  readonly page: {
    readonly confirm: string;
    readonly yes: string;
    readonly no: string;
    readonly requestFailed: string;
  };
}
