import { App, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import viVN from 'antd/locale/vi_VN';
import dayjs from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/vi';
import type { ReactNode } from 'react';
import type { Language } from '@/i18n/language';

const tokens = {
  colorPrimary: '#0b5563',
  colorInfo: '#0b5563',
  colorLink: '#0b5563',
  colorError: '#b42318',
  colorWarning: '#8a5a00',
  colorSuccess: '#1b6e3c',
  colorText: '#1c262b',
  colorTextSecondary: '#4d5b63',
  colorTextPlaceholder: '#5f6c74',
  colorBorder: '#9aa7ae',
  borderRadius: 3,
  fontSize: 13,
  fontFamily: 'var(--font)',
  controlHeight: 30,
  motion: false,
};

/** The look of every component of this folder: one restrained primary colour, small type, little motion. */
export function UIProvider({ language, children }: { language: Language; children: ReactNode }) {
  dayjs.locale(language === 'vi' ? 'vi' : 'en-gb');
  return (
    <ConfigProvider locale={language === 'vi' ? viVN : enGB} theme={{ token: tokens }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
