import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignInPanel } from '@/features/auth/components/sign-in-panel';
import { SignInFrame } from './sign-in-frame';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next, refused } = route.useSearch();
  const router = useRouter();
  const { session } = route.useRouteContext();

  function enter() {
    session.restart();
    router.history.push(next ?? '/');
  }

  return (
    <SignInFrame>
      <SignInPanel next={next ?? '/'} refused={refused} onDone={enter} />
    </SignInFrame>
  );
}
