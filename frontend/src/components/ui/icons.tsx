import {
  ApartmentOutlined,
  ArrowDownOutlined,
  ArrowUpOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalculatorOutlined,
  BookOutlined,
  CaretDownOutlined,
  CaretRightOutlined,
  CheckCircleOutlined,
  CheckOutlined,
  CloseOutlined,
  CloseCircleOutlined,
  DownloadOutlined,
  FileExcelOutlined,
  FilterOutlined,
  HomeOutlined,
  ImportOutlined,
  InfoCircleOutlined,
  LeftOutlined,
  LineChartOutlined,
  LockOutlined,
  MenuOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  RightOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
  UserOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { createElement, type ComponentType } from 'react';

type Icon = ComponentType<{ className?: string }>;

/** Icons stand beside words and are silent: the library would read their English file names aloud. */
function silent(icon: ComponentType<object>): Icon {
  return function SilentIcon(props) {
    return createElement(icon, {
      ...props,
      role: undefined,
      'aria-label': undefined,
      'aria-hidden': true,
    } as object);
  };
}

export const ApartmentIcon = silent(ApartmentOutlined);
export const ArrowDownIcon = silent(ArrowDownOutlined);
export const ArrowUpIcon = silent(ArrowUpOutlined);
export const AuditIcon = silent(AuditOutlined);
export const BarChartIcon = silent(BarChartOutlined);
export const BookIcon = silent(BookOutlined);
export const CalculatorIcon = silent(CalculatorOutlined);
export const CaretDownIcon = silent(CaretDownOutlined);
export const CaretRightIcon = silent(CaretRightOutlined);
export const CheckCircleIcon = silent(CheckCircleOutlined);
export const CheckIcon = silent(CheckOutlined);
export const CloseIcon = silent(CloseOutlined);
export const CloseCircleIcon = silent(CloseCircleOutlined);
export const DownloadIcon = silent(DownloadOutlined);
export const FileExcelIcon = silent(FileExcelOutlined);
export const FilterIcon = silent(FilterOutlined);
export const HomeIcon = silent(HomeOutlined);
export const ImportIcon = silent(ImportOutlined);
export const InfoCircleIcon = silent(InfoCircleOutlined);
export const LeftIcon = silent(LeftOutlined);
export const LineChartIcon = silent(LineChartOutlined);
export const LockIcon = silent(LockOutlined);
export const MenuIcon = silent(MenuOutlined);
export const MenuFoldIcon = silent(MenuFoldOutlined);
export const MenuUnfoldIcon = silent(MenuUnfoldOutlined);
export const RightIcon = silent(RightOutlined);
export const SafetyIcon = silent(SafetyCertificateOutlined);
export const SearchIcon = silent(SearchOutlined);
export const SolutionIcon = silent(SolutionOutlined);
export const TableIcon = silent(TableOutlined);
export const TeamIcon = silent(TeamOutlined);
export const UserIcon = silent(UserOutlined);
export const WarningIcon = silent(WarningOutlined);
