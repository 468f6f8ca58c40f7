import { getRouteApi, useRouter } from '@tanstack/react-router';
import { CompleteSignIn } from '@/features/auth/components/complete-sign-in';
import { SignInFrame } from './sign-in-frame';

const route = getRouteApi('/sign-in/complete');

/** What must be done once before the work begins: change a given password, set up a second factor. */
export function CompleteSignInPage() {
  const { next } = route.useSearch();
  const { session } = route.useRouteContext();
  const router = useRouter();

  function enter() {
    session.restart();
    router.history.push(next ?? '/');
  }

  return (
    <SignInFrame wide>
      <CompleteSignIn onDone={enter} onSignedOut={() => session.signedOut()} />
    </SignInFrame>
  );
}
