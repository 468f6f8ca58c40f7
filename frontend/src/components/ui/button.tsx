import { Button as AntButton, type ButtonProps as AntButtonProps } from 'antd';
import type { ReactNode } from 'react';

type Kind = 'default' | 'primary' | 'quiet' | 'danger';

interface ButtonProps extends Pick<
  AntButtonProps,
  'onClick' | 'disabled' | 'loading' | 'icon' | 'htmlType' | 'block' | 'href'
> {
  kind?: Kind;
  children: ReactNode;
  /** Only where several buttons on a page carry the same words. */
  'aria-label'?: string;
  'aria-expanded'?: boolean;
  'aria-haspopup'?: 'dialog' | 'menu';
}

export function Button({ kind = 'default', ...rest }: ButtonProps) {
  const type = kind === 'primary' ? 'primary' : kind === 'quiet' ? 'text' : 'default';
  return <AntButton type={type} danger={kind === 'danger'} {...rest} />;
}

interface IconButtonProps extends Pick<AntButtonProps, 'onClick' | 'disabled' | 'className'> {
  icon: ReactNode;
  /** What the button does, in words: read aloud and shown on hover. */
  label: string;
  'aria-expanded'?: boolean;
  'aria-pressed'?: boolean;
}

export function IconButton({ label, ...rest }: IconButtonProps) {
  return <AntButton type="text" aria-label={label} title={label} {...rest} />;
}
