import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { Provider } from 'urql';
import { newRouter } from './app/router';
import '@/components/ui/base.css';
import { UIProvider } from '@/components/ui/provider';
import { GateKeeper } from '@/features/auth/components/gate-keeper';
import { startI18n } from '@/i18n';
import type { Language } from '@/i18n/language';

const { router, session } = newRouter();
const onSignedOut = () => session.signedOut();

function Application() {
  const { i18n } = useTranslation();
  const client = useSyncExternalStore(session.subscribe, session.current);
  return (
    <UIProvider language={i18n.language as Language}>
      <Provider value={client}>
        <RouterProvider router={router} />
      </Provider>
      <GateKeeper onSignedOut={onSignedOut} />
    </UIProvider>
  );
}

await startI18n();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
