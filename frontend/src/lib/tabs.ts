/** What the windows of one browser tell one another about the session that they share. */
export type TabMessage = 'locked' | 'unlocked' | 'signed-in' | 'signed-out';

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('bienche.session');

/** Tells the other windows; this one does not hear itself. */
export function tellTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

export function listenToTabs(listener: (message: TabMessage) => void): () => void {
  const onMessage = ({ data }: MessageEvent<TabMessage>) => listener(data);
  channel?.addEventListener('message', onMessage);
  return () => channel?.removeEventListener('message', onMessage);
}
