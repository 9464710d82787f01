import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import css from './ErrorBoundary.module.css';
import { EmptyState } from './EmptyState.tsx';

/** Catches a fault of the window itself. The node runs on in its own process, and that is what the words say. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const reload = (
      <Button variant="primary" onClick={() => window.location.reload()}>
        Reload
      </Button>
    );
    return (
      <main className={css['main']}>
        <EmptyState alone icon={CircleAlert} title="The window has run into a fault of its own" action={reload}>
          Your data is not affected: this machine goes on syncing behind the window. Reload to go on.
        </EmptyState>
      </main>
    );
  }
}
