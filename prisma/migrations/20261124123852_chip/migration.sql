-- AlterEnum
ALTER TYPE "CaptureKind" ADD VALUE 'CHIP';
